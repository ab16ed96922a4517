/** `echo`, `printf`, `cat` and `rm`: what is printed, and which files are there. */
import { isReadBare } from '../../../syntax/shell/encodings.ts';
import { concat, isKnown } from '../../../text/mapped-text.ts';
import type { Word } from '../../invocation.ts';
import { literalText } from '../domain/blocks.ts';
import { type AbstractValue, definedAt, UNKNOWN_VALUE, UNKNOWN_VALUES } from '../domain/values.ts';
import type { Builtin } from '../execute/builtins.ts';
import { visitWords } from '../execute/flow.ts';
import { print, printUnknown } from '../execute/redirections.ts';
import { listsOf, textOf } from '../expand/expand.ts';
import { setNamed } from '../expand/targets.ts';
import { readFile, removeFile } from '../files.ts';
import { viewOf } from '../view.ts';
import { lineEnd } from './filters.ts';
import { conversionsIn, echo, echoOptions, printf } from './output.ts';

/** `echo` and `printf`, also into a variable. */
export const writer: Builtin = (interpreter, command, context) => {
  const { words, at } = command;
  const name = literalText(words[0]) ?? '';
  const variable = name === 'printf' && literalText(words[1]) === '-v' ? words[2] : undefined;
  if (variable === undefined && context.output === undefined) {
    visitWords(interpreter, words, context);
    return;
  }
  const view = viewOf(interpreter, context);
  const { dialect } = context;
  const used =
    variable === undefined
      ? words
      : [words[0], ...words.slice(3)].filter((word) => word !== undefined);
  const lines = listsOf(used, view).map(({ value, path }) => {
    const defined = value.map((word) => ({ ...word, value: definedAt(word.value, word.at) }));
    const written = name === 'echo' ? echo : printf;
    return { text: written(defined.slice(1), dialect), words: value, path };
  });
  const values = lines.map(({ text: printed, words: own, path }) => {
    const text = isOpen(own, name) ? undefined : printed;
    const ended =
      text && name === 'echo' && echoOptions(own.slice(1), dialect).ends
        ? concat([text, lineEnd(text)])
        : text;
    return { value: ended ? ({ kind: 'scalar', text: ended } as const) : UNKNOWN_VALUE, path };
  });
  if (variable !== undefined) {
    // dash has no such option.
    setNamed(variable, dialect === 'dash' ? UNKNOWN_VALUES : values, view);
    return;
  }
  const shown = lines.flatMap(({ text, path }): AbstractValue => {
    return text ? [{ value: { kind: 'scalar', text }, path }] : [];
  });
  print(values, { at }, context, { escaped: name === 'printf', shown });
};

/**
 * Whether nobody knows what words become: patterns of file names, and any number of words, where it
 * matters for `printf` which of them a conversion takes.
 */
function isOpen(words: readonly Word[], name: string): boolean {
  const matters = name === 'printf' && conversionsIn(words.slice(1)) !== 1;
  return words.some(({ value, many }) => {
    if (many && matters && !isKnown(value)) return true;
    return value.pieces.some((piece) => {
      const { encodings } = piece.through[0] ?? piece;
      return piece.kind === 'known' && isReadBare(encodings) && /[*?[]/.test(piece.text);
    });
  });
}

/** `cat` of its input, or of files that the script writes. */
export const cat: Builtin = (interpreter, command, context) => {
  if (context.output === undefined) {
    visitWords(interpreter, command.words, context);
    return;
  }
  const view = viewOf(interpreter, context);
  const operands = command.words.slice(1).filter((word) => literalText(word) !== '-');
  if (operands.length === 0) {
    const input = context.input === undefined ? undefined : context.state.get(context.input);
    if (input) print(input, command, context);
    else printUnknown(context);
    return;
  }
  for (const operand of operands) {
    const content = readFile(interpreter, textOf(operand, view), context);
    if (content) print(content, command, context);
    else printUnknown(context);
  }
};

/** `rm FILE`: nothing that was in it is read any more. */
export const remove: Builtin = (interpreter, command, context) => {
  const view = viewOf(interpreter, context);
  visitWords(interpreter, command.words, context);
  for (const word of command.words.slice(1)) {
    if (literalText(word)?.startsWith('-')) continue;
    removeFile(interpreter, textOf(word, view), context);
  }
};
