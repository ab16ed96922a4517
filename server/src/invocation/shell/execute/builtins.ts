/** Builtins that change the shell's state (bash manual 4). */

import { isReadBare } from '../../../syntax/shell/encodings.ts';
import { readArithmetic } from '../../../syntax/shell/reader.ts';
import type { ShellWord, SimpleCommand } from '../../../syntax/shell/tree.ts';
import { concat, definedAt, isKnown, mappedText } from '../../../text/mapped-text.ts';
import { pathOf } from '../../../text/operations.ts';
import { folderOf, isAbsolute, normalPath } from '../../../text/paths.ts';
import type { Span } from '../../../text/span.ts';
import { mapValues } from '../../domain/alternatives.ts';
import { literalText, NAME } from '../../domain/blocks.ts';
import { bounded } from '../../domain/bounded.ts';
import { grownBy } from '../../domain/growth.ts';
import { havoc, havocNamed } from '../../domain/havoc.ts';
import { ARGUMENTS, DIRECTORY } from '../../domain/keys.ts';
import {
  type AbstractValue,
  allGuaranteed,
  type ConcreteValue,
  countKnown,
  isUserProvided,
  NO_VALUES,
  only,
  UNKNOWN_VALUE,
  UNKNOWN_VALUES,
  USER_PROVIDED,
} from '../../domain/values.ts';
import type { Word } from '../../invocation.ts';
import { mayOpenMonitor } from '../../monitor-options.ts';
import { forgetAttributes } from '../attributes.ts';
import { addLocal, type Context, localsWith } from '../context.ts';
import { evaluate } from '../expand/arithmetic.ts';
import { listsOf, textOf } from '../expand/expand.ts';
import { directoryIn } from '../expand/parameter-held.ts';
import { setNamed, targetIn } from '../expand/targets.ts';
import { readFile, removeFile } from '../files.ts';
import type { Interpreter } from '../interpreter.ts';
import { define, setOption } from '../options.ts';
import { conversionsIn, echo, echoOptions, lineEnd, printf } from '../output/output.ts';
import { unknownPieces, type View, viewOf } from '../view.ts';
import { alias } from './aliases.ts';
import { arrayGrowth, arrayValues } from './assignments.ts';
import { DECLARING, declare } from './declaring.ts';
import { exitTo, leaveShell, visitWords } from './flow.ts';
import { mapfile, read } from './reading.ts';
import { print, printUnknown } from './redirections.ts';

export type Builtin = (interpreter: Interpreter, command: SimpleCommand, context: Context) => void;

/** What it reads of words in the script is unknown beside a default; what a user gives is not. */
const getopts: Builtin = (interpreter, { words }, context) => {
  const { state } = context;
  const isUsers = state.get(ARGUMENTS).some(({ value }) => {
    if (value.kind === 'array') {
      const texts = value.words.map((word) => word.value);
      return !texts.every(isKnown) && !texts.some(({ decoded }) => mayOpenMonitor(decoded));
    }
    return value.kind === 'unset' || isUserProvided(value);
  });
  const values = isUsers ? USER_PROVIDED : UNKNOWN_VALUES;
  setNamed(words[2], values, viewOf(interpreter, context));
  state.set('OPTARG', values);
  state.set('OPTIND', values);
};

/** `let 'n *= 2'`: each word is an expression. */
const letBuiltin: Builtin = (interpreter, { words, at }, context) => {
  const view = viewOf(interpreter, context);
  const numbers = view.runner.numbersIn(view, at);
  for (const word of words.slice(1)) {
    const text = textOf(word, view);
    const expression = isKnown(text) ? readArithmetic(text.decoded) : undefined;
    if (expression) evaluate(expression, numbers);
    else numbers.assign(undefined, undefined);
  }
};

const unset: Builtin = (interpreter, { words }, context) => {
  const [option] = words.slice(1).map(literalText);
  if (option === '-f') {
    for (const word of words.slice(2)) define(literalText(word) ?? '', undefined, context.state);
    return;
  }
  const view = viewOf(interpreter, context);
  // `-fv` and `--variables` are refused; zsh's `-m` has patterns.
  if (option?.startsWith('-') && !/^-[nv-]$/.test(option)) {
    havoc(context.state);
    return;
  }
  for (const { value: names } of listsOf(words.slice(1), view)) {
    for (const { value, at } of names) {
      havocNamed(context.state, value);
      if (!isKnown(value) || value.decoded.startsWith('-')) continue;
      if (option === '-n') context.state.set(value.decoded, NO_VALUES);
      else unsetNamed(value.decoded, at, view);
    }
  }
};

function unsetNamed(text: string, at: Span, view: View): void {
  const { state, locals } = view.context;
  const whole = /^([A-Za-z_]\w*)\[[@*]\]$/.exec(text)?.[1];
  const place = targetIn(whole ?? text, at, view);
  if (place === undefined) return;
  const { name, subscript } = place;
  if (subscript) {
    state.set(name, UNKNOWN_VALUES);
    return;
  }
  // In bash it shows the variable that a caller's local one hides, and later writes reach that.
  const callers = locals && !localsWith(name, locals) ? localsWith(name, locals, true) : undefined;
  if (callers) addLocal(name, { before: UNKNOWN_VALUES, surely: false }, callers);
  state.set(name, callers ? UNKNOWN_VALUES : NO_VALUES);
  forgetAttributes(name, state);
}

const shopt: Builtin = (_, { words }, { state }) => {
  const [flag, ...options] = words.slice(1).map(literalText);
  if (flag !== '-s' && flag !== '-u') return;
  for (const option of options) {
    if (option === undefined) continue;
    setOption(option, flag === '-s' ? 'on' : '', state);
  }
};

const set: Builtin = (interpreter, { words }, context) => {
  const options = words.slice(1).map(literalText);
  // Arguments begin behind `--`, or with the first word that no option takes (`-euo pipefail`).
  const end = options.findIndex((option = '', index) => {
    return option === '--' || !(/^[-+]/.test(option) || /^[-+]\w*o/.test(options[index - 1] ?? ''));
  });
  const own = end === -1 ? options : options.slice(0, end);
  // `set -A name a b` of ksh and zsh makes an array.
  if (/^[-+]\w*A/.test(own.at(-1) ?? '')) {
    setNamed(words[own.length + 1], UNKNOWN_VALUES, viewOf(interpreter, context));
    return;
  }
  if (own.some((option) => option === 'allexport' || /^-\w*a/.test(option ?? ''))) {
    setOption('allexport', 'on', context.state);
  }
  if (own.some((option) => option === 'nounset' || /^-\w*u/.test(option ?? ''))) {
    interpreter.found.push({ kind: 'nounset' });
  }
  if (end === -1) visitWords(interpreter, words, context);
  else setArguments(words.slice(end + (options[end] === '--' ? 2 : 1)), interpreter, context);
};

function setArguments(
  words: readonly ShellWord[],
  interpreter: Interpreter,
  context: Context,
): void {
  const { state } = context;
  const view: View = { ...viewOf(interpreter, context), assigning: ARGUMENTS };
  const before = state.get(ARGUMENTS);
  const grows = before.every(({ value }) => value.kind === 'array');
  const growth = grows ? arrayGrowth(ARGUMENTS, words, view) : undefined;
  const added = arrayValues(growth?.words ?? words, view);
  const { every } = interpreter;
  const remember = state.parent !== undefined;
  const grown = growth && grownBy(before, added, remember, growth.inFront, every);
  state.set(ARGUMENTS, bounded(grown ?? added, state.budget));
}

const shift: Builtin = (_, { words }, { state }) => {
  // `shift array` of zsh.
  for (const name of words.slice(1).map(literalText)) {
    if (name !== undefined && NAME.test(name)) state.set(name, UNKNOWN_VALUES);
  }
  const text = literalText(words[1]);
  const by = words[1] === undefined ? 1 : Number.parseInt(text ?? '', 10);
  state.set(
    ARGUMENTS,
    mapValues(state.get(ARGUMENTS), (value) => shifted(value, by)),
  );
};

function shifted(value: ConcreteValue, by: number): ConcreteValue {
  if (value.kind !== 'array') return value;
  const { words } = value;
  const isSure = allGuaranteed(words.slice(0, by)) || countKnown(words);
  if (Number.isNaN(by) || !isSure) return { kind: 'unknown', userProvided: true };
  // Over the count, bash removes none; dash ends the script.
  return by > words.length ? value : { kind: 'array', words: words.slice(by) };
}

/** In zsh, arguments name variables to write. */
const writesByName: Builtin = (_, __, { state }) => {
  havoc(state);
  state.set(ARGUMENTS, USER_PROVIDED);
};

const exit: Builtin = (_, __, context) => leaveShell(context);

const returns: Builtin = (_, __, context) => {
  // An executed file has no caller; bash goes on.
  if (context.calls === 0 && context.files.length <= 1) return;
  exitTo(context.frames.call ?? context.frames.shell, context);
};

const breaks: Builtin = (_, { words }, context) => {
  let { frames } = context;
  // A large count means the outermost loop.
  for (let count = Number(literalText(words[1]) ?? 1); count > 1; count--) {
    if (frames.outer?.loop === undefined) break;
    frames = frames.outer;
  }
  const { loop, end } = frames;
  if (loop) exitTo((literalText(words[0]) === 'break' && end) || loop, context);
};

const nothing: Builtin = (interpreter, { words }, context) =>
  visitWords(interpreter, words, context);

/** `cd DIR`: later relative paths begin there. Why: docs/decisions/shells-in-host-languages.md */
const cd: Builtin = (interpreter, { words }, context) => {
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

function placeValues(path: string, { at }: Pick<ShellWord, 'at'>, context: Context): AbstractValue {
  const part = { at, source: '', context: 'bare' } as const;
  const pieces = unknownPieces(part, { context, definition: undefined }, path);
  return only({ kind: 'scalar', text: mappedText(pieces) });
}

const pwd: Builtin = (_, command, context) => {
  const path = directoryIn(context.state);
  if (path === undefined) printUnknown(context);
  else print(placeValues(path, command, context), command, context);
};

/** Paths that depend on the file's location. */
const location: Builtin = (interpreter, command, context) => {
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

const writer: Builtin = (interpreter, command, context) => {
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
    const given = value.slice(1);
    const defined = given.map((word) => ({ ...word, value: definedAt(word.value, word.at) }));
    const written = name === 'echo' ? echo : printf;
    return { text: written(defined, dialect), words: value, path };
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
    setNamed(variable, dialect === 'dash' ? UNKNOWN_VALUES : values, view);
    return;
  }
  const shown = lines.flatMap(({ text, path }): AbstractValue => {
    return text ? [{ value: { kind: 'scalar', text }, path }] : [];
  });
  print(values, { at }, context, { escaped: name === 'printf', shown });
};

/** Globs, and lists if `printf`'s conversions depend on their number. */
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

const cat: Builtin = (interpreter, command, context) => {
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
    const content = readFile(textOf(operand, view), context);
    if (content) print(content, command, context);
    else printUnknown(context);
  }
};

const remove: Builtin = (interpreter, command, context) => {
  const view = viewOf(interpreter, context);
  for (const word of command.words.slice(1)) {
    if (literalText(word)?.startsWith('-')) continue;
    removeFile(interpreter, textOf(word, view), context);
  }
};

/** By name. */
export const BUILTINS: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  ...DECLARING.map((name) => [name, declare] as const),
  ['read', read],
  ['mapfile', mapfile],
  ['readarray', mapfile],
  ['getopts', getopts],
  ...['zparseopts', 'sysread', 'vared', 'zstyle', 'zformat', 'strftime', 'regexp-replace'].map(
    (name) => [name, writesByName] as const,
  ),
  ['let', letBuiltin],
  ['unset', unset],
  ['set', set],
  ['shift', shift],
  ['shopt', shopt],
  ['alias', alias],
  ['exit', exit],
  ['return', returns],
  ['break', breaks],
  ['continue', breaks],
  ['rm', remove],
  ['cd', cd],
  ['pushd', cd],
  ['pwd', pwd],
  // `which "$0"`, `command -v "$0"`
  ...['dirname', 'realpath', 'readlink', 'which', 'command'].map(
    (name) => [name, location] as const,
  ),
  ['echo', writer],
  ['printf', writer],
  ['cat', cat],
  ...[':', 'true', 'false', 'test', '[', 'sleep', 'wait', 'kill', 'touch'].map(
    (name) => [name, nothing] as const,
  ),
  ...['cp', 'mv', 'ln', 'rmdir', 'popd', 'hash', 'disown'].map((name) => [name, nothing] as const),
]);
