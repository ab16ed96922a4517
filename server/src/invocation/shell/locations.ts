/**
 * Where a script is: `cd`, `pwd`, and programs that print a path which depends on it.
 * Why: docs/decisions/files-are-found-without-being-run.md
 */
import type { ShellWord } from '../../syntax/shell/tree.ts';
import { mappedText } from '../../text/mapped-text.ts';
import { folderOf, isAbsolute, normalPath } from '../inclusions.ts';
import type { Context } from './context.ts';
import { literalText } from './domain/blocks.ts';
import { DIRECTORY } from './domain/keys.ts';
import { type AbstractValue, only, UNKNOWN_VALUES } from './domain/values.ts';
import type { Builtin } from './execute/builtins.ts';
import { visitWords } from './execute/flow.ts';
import { print, printUnknown } from './execute/redirections.ts';
import { textOf } from './expand/expand.ts';
import { directoryIn, pathOf } from './expand/parameter-held.ts';
import { unknownPieces, viewOf } from './view.ts';

/** `cd DIR`: other files are found from there. */
export const cd: Builtin = (interpreter, { words }, context) => {
  const { state } = context;
  const target = words.slice(1).find((word) => !/^-[LPe@]*$|^--$/.test(literalText(word) ?? ''));
  if (target === undefined) {
    state.set(DIRECTORY, UNKNOWN_VALUES);
    return;
  }
  const path = pathOf(textOf(target, viewOf(interpreter, context)));
  const from = directoryIn(state);
  if (path === undefined) state.set(DIRECTORY, UNKNOWN_VALUES);
  else if (isAbsolute(path)) state.set(DIRECTORY, placeValues(normalPath(path), target, context));
  else if (from !== undefined) {
    state.set(DIRECTORY, placeValues(normalPath(`${from}/${path}`), target, context));
  } else state.set(DIRECTORY, UNKNOWN_VALUES);
};

/** A text that is not known, but for the place in the file system that it names. */
function placeValues(path: string, { at }: Pick<ShellWord, 'at'>, context: Context): AbstractValue {
  const part = { at, source: '', context: 'bare' } as const;
  const pieces = unknownPieces(part, { context, definition: undefined }, path);
  return only({ kind: 'scalar', text: mappedText(pieces) });
}

/** `pwd`, which prints the folder where that is known. */
export const pwd: Builtin = (_, command, context) => {
  const path = directoryIn(context.state);
  if (path === undefined) printUnknown(context);
  else print(placeValues(path, command, context), command, context);
};

/** `dirname`, `realpath` and `readlink -f` of a path that depends on where the file lies. */
export const location: Builtin = (interpreter, command, context) => {
  const view = viewOf(interpreter, context);
  const name = literalText(command.words[0]);
  const operands = command.words.slice(1).filter((word) => !/^-/.test(literalText(word) ?? ''));
  const [operand, ...others] = operands;
  const path = operand && others.length === 0 ? pathOf(textOf(operand, view)) : undefined;
  if (path === undefined || !isAbsolute(path)) {
    if (!operand) visitWords(interpreter, command.words, context);
    printUnknown(context);
    return;
  }
  const found = name === 'dirname' ? folderOf(path) : normalPath(path);
  print(placeValues(found, command, context), command, context);
};
