/** What bash's own commands do to the state of a shell (bash manual 4). */
import type { ShellWord, SimpleCommand } from '../../syntax/shell/tree.ts';
import { arrayValues, assign } from './assignments.ts';
import { literalText, NAME } from './blocks.ts';
import type { Context, Local } from './context.ts';
import { numbersIn, textsOf } from './expand.ts';
import { leaveShell, leaveTo, visitWords } from './flow.ts';
import { define } from './function-table.ts';
import { grownBy } from './growth.ts';
import type { Interpreter } from './interpreter.ts';
import { cd, location, pwd } from './locations.ts';
import { assignmentIn, meantBy, referenceTo, setNamed } from './named.ts';
import { ARGUMENTS } from './parameters.ts';
import { cat, remove, writer } from './printing.ts';
import { mapfile, read } from './reading.ts';
import {
  areThere,
  FOREIGN_VALUES,
  isCertain,
  limited,
  NO_VALUES,
  only,
  UNKNOWN_VALUES,
  type Value,
} from './values.ts';
import { type View, viewOf } from './view.ts';
import { emulate, setopt } from './zsh-options.ts';

export type Builtin = (interpreter: Interpreter, command: SimpleCommand, context: Context) => void;

/** Builtins whose `name=value` arguments assign (bash manual 4.2). */
export const DECLARING: readonly string[] = ['declare', 'typeset', 'local', 'export', 'readonly'];

/** `declare`, `local`, `export`, `readonly`, `typeset`. */
const declare: Builtin = (interpreter, command, context) => {
  const name = literalText(command.words[0]);
  const options = command.words.slice(1).map(literalText);
  const flags = options.filter((option) => option?.startsWith('-')).join('');
  const named = options.filter((option) => option !== undefined && NAME.test(option));
  const names = [...command.assignments.map((assignment) => assignment.name), ...named];
  const exports = name === 'export' || flags.includes('x');
  for (const variable of names) {
    if (variable !== undefined && exports) exportName(interpreter, variable, context);
    if (variable !== undefined && flags.includes('i')) interpreter.integers.add(variable);
  }
  const own =
    name === 'local' || (/^(?:declare|typeset)$/.test(name ?? '') && !flags.includes('g'));
  const { locals, state } = context;
  const declareOne = (variable: string): void => {
    const fresh = own && locals !== undefined && !locals.has(variable);
    if (fresh) locals.set(variable, localHere(variable, context));
    if (flags.includes('A') && (fresh || !state.has(variable))) {
      state.set(variable, only({ kind: 'array', words: [], keys: [], associative: true }));
    } else if (fresh && named.includes(variable)) {
      state.set(variable, NO_VALUES);
    }
  };
  for (const variable of named) if (variable !== undefined) declareOne(variable);
  const view = viewOf(interpreter, context);
  for (const word of command.words.slice(1)) {
    if (literalText(word) !== undefined) continue;
    // `export "$name=$value"`
    const found = textsOf(word, { ...view, definition: word.at }).map(({ value }) => {
      return assignmentIn(value.text);
    });
    for (const { name: variable, value: text } of found.filter((one) => one !== undefined)) {
      const target = meantBy(variable, interpreter, state);
      const values = only({ kind: 'scalar', text });
      declareOne(target);
      if (exports) exportName(interpreter, target, context);
      state.set(target, found.length === 1 ? values : limited([...state.get(target), ...values]));
    }
  }
  for (const assignment of command.assignments) {
    if (flags.includes('A')) declareOne(assignment.name);
    let done = assignment;
    if (own && locals && !locals.has(assignment.name)) {
      // What `$x` sees is the variable outside, and what is assigned is another, to which `+=` is the first.
      locals.set(assignment.name, localHere(assignment.name, context));
      if (assignment.append) done = { ...assignment, append: false };
    }
    if (flags.includes('n')) {
      const word = done.value.kind === 'scalar' ? done.value.word : undefined;
      state.set(assignment.name, referenceTo(word, view));
      interpreter.references.add(assignment.name);
      continue;
    }
    assign(interpreter, done, context);
  }
};

/** A variable that becomes a function's own at this place. */
function localHere(name: string, { state, frames }: Context): Local {
  const base = frames.call?.base;
  return { before: state.changeSince(base, name), surely: state.parent === base };
}

/** From now on children see a variable, if this place is come to. */
function exportName({ exported }: Interpreter, name: string, { scope }: Context): void {
  const { names, sometimes } = exported;
  if (scope.block === undefined) sometimes.delete(name);
  else if (!names.has(name)) sometimes.add(name);
  names.add(name);
}

/** `getopts abc: name`. */
const getopts: Builtin = (interpreter, { words }, context) => {
  const { state } = context;
  setNamed(words[2], FOREIGN_VALUES, viewOf(interpreter, context));
  state.set('OPTARG', FOREIGN_VALUES);
  state.set('OPTIND', FOREIGN_VALUES);
};

const letBuiltin: Builtin = (interpreter, { words, at }, context) => {
  for (const word of words.slice(1)) {
    const name = /^\s*(?:\+\+|--)?([A-Za-z_]\w*)/.exec(literalText(word) ?? '')?.[1];
    if (name !== undefined) numbersIn(viewOf(interpreter, context), at).assign(name, undefined);
  }
};

const unset: Builtin = (interpreter, { words }, context) => {
  const [option] = words.slice(1).map(literalText);
  if (option === '-f') {
    for (const word of words.slice(2)) define(literalText(word) ?? '', undefined, context);
    return;
  }
  for (const word of words.slice(1)) {
    const name = literalText(word);
    if (name === undefined || name.startsWith('-')) continue;
    const [first = ''] = name.split('[');
    const element = name.includes('[');
    const variable = option === '-n' ? first : meantBy(first, interpreter, context.state);
    context.state.set(variable, element ? UNKNOWN_VALUES : NO_VALUES);
  }
};

export const set: Builtin = (interpreter, { words }, context) => {
  const options = words.slice(1).map(literalText);
  if (/^[-+]A$/.test(options[0] ?? '')) {
    setArray(words, options, interpreter, context);
    return;
  }
  const dashes = options.indexOf('--');
  const own = dashes === -1 ? options : options.slice(0, dashes);
  if (own.some((option) => option === 'allexport' || /^-\w*a/.test(option ?? ''))) {
    interpreter.exported.all = true;
  }
  if (own.some((option) => option === 'nounset' || /^-\w*u/.test(option ?? ''))) {
    interpreter.found.push({ kind: 'nounset' });
  }
  // Without dashes the first word that is no option begins the arguments; `-euo` has its `pipefail` behind it.
  const plain = options.findIndex((option, index) => {
    return (
      option === undefined || (!/^[-+]/.test(option) && !/^[-+]\w*o/.test(options[index - 1] ?? ''))
    );
  });
  const start = dashes === -1 ? plain : dashes + 1;
  if (start === -1) {
    visitWords(interpreter, words, context);
    return;
  }
  setArguments(words.slice(start + 1), interpreter, context);
};

/** `set -A name a b`, of ksh and zsh; after `set +A` what is behind the words stays in the array. */
function setArray(
  words: readonly ShellWord[],
  [option, , dashes]: readonly (string | undefined)[],
  interpreter: Interpreter,
  context: Context,
): void {
  const [, , name, ...elements] = words;
  const view = viewOf(interpreter, context);
  const own = dashes === '--' ? elements.slice(1) : elements;
  setNamed(name, option === '-A' ? arrayValues(own, undefined, view) : UNKNOWN_VALUES, view);
}

function setArguments(
  words: readonly ShellWord[],
  interpreter: Interpreter,
  context: Context,
): void {
  const { state } = context;
  const view: View = { ...viewOf(interpreter, context), assigning: ARGUMENTS };
  const remember = state.parent !== undefined;
  const before = state.get(ARGUMENTS);
  const isAll = ({ parts }: ShellWord): boolean => {
    const [part] = parts;
    if (parts.length !== 1 || part?.kind !== 'parameter' || !part.quoted) return false;
    return part.name === '@' && part.operator === undefined && part.prefix === undefined;
  };
  const grows = before.every(({ value }) => value.kind === 'array');
  const [first] = words;
  const last = words.at(-1);
  if (grows && first && words.length > 1 && isAll(first)) {
    const added = arrayValues(words.slice(1), undefined, view);
    state.set(ARGUMENTS, grownBy(before, added, remember, false, interpreter.every));
  } else if (grows && last && words.length > 1 && isAll(last)) {
    const added = arrayValues(words.slice(0, -1), undefined, view);
    state.set(ARGUMENTS, grownBy(before, added, remember, true, interpreter.every));
  } else {
    state.set(ARGUMENTS, arrayValues(words, undefined, view));
  }
}

const shift: Builtin = (_, { words }, { state }) => {
  const text = literalText(words[1]);
  const by = words[1] === undefined ? 1 : Number.parseInt(text ?? '', 10);
  state.set(
    ARGUMENTS,
    state.get(ARGUMENTS).map(({ value, path }) => ({ value: shifted(value, by), path })),
  );
};

function shifted(value: Value, by: number): Value {
  if (value.kind !== 'array') return value;
  const { words } = value;
  const isSure = areThere(words.slice(0, by)) || isCertain(words);
  if (Number.isNaN(by) || !isSure) return { kind: 'unknown', foreign: true };
  // With fewer words than it is told to take away, bash takes none. Dash ends the script.
  return by > words.length ? value : { kind: 'array', words: words.slice(by) };
}

const exit: Builtin = (_, __, context) => leaveShell(context);

const returns: Builtin = (_, __, context) => {
  leaveTo(context.frames.call ?? context.frames.shell, context);
};

const breaks: Builtin = (_, { words }, context) => {
  let { frames } = context;
  // Of more loops than there are it is the outermost.
  for (let count = Number(literalText(words[1]) ?? 1); count > 1; count--) {
    if (frames.outer?.loop === undefined) break;
    frames = frames.outer;
  }
  const { loop, end } = frames;
  if (loop) leaveTo((literalText(words[0]) === 'break' && end) || loop, context);
};

export const nothing: Builtin = (interpreter, { words }, context) =>
  visitWords(interpreter, words, context);

/** By name. The last ones print nothing and change nothing that is followed here. */
export const BUILTINS: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  ...DECLARING.map((name) => [name, declare] as const),
  ['read', read],
  ['mapfile', mapfile],
  ['readarray', mapfile],
  ['getopts', getopts],
  ['let', letBuiltin],
  ['unset', unset],
  ['set', set],
  ['shift', shift],
  ['exit', exit],
  ['return', returns],
  ['break', breaks],
  ['continue', breaks],
  ['setopt', setopt],
  ['unsetopt', setopt],
  ['emulate', emulate],
  ['rm', remove],
  ['cd', cd],
  ['pushd', cd],
  ['pwd', pwd],
  // `which "$0"` and `command -v "$0"` print where the script lies.
  ...['dirname', 'realpath', 'readlink', 'which', 'command'].map(
    (name) => [name, location] as const,
  ),
  ['echo', writer],
  ['printf', writer],
  ['cat', cat],
  ...[':', 'true', 'false', 'test', '[', 'sleep', 'wait', 'kill', 'touch'].map(
    (name) => [name, nothing] as const,
  ),
  ...['cp', 'mv', 'ln', 'rmdir', 'popd', 'shopt', 'hash', 'disown'].map(
    (name) => [name, nothing] as const,
  ),
]);
