/** Options of a shell, `shopt` and `set`, and its functions: parts of its state, which branches and subshells keep apart. */
import { knownText } from '../../../text/mapped-text.ts';
import { type Alternative, mapValues } from './alternatives.ts';
import { hasAttribute, ownText } from './attributes.ts';
import { type FunctionKey, functionKey, optionKey } from './keys.ts';
import type { State } from './state.ts';
import { NO_VALUES, only, type ShellFunction, UNSET } from './values.ts';

/** Sets an option from here on, or with an empty text takes it back. */
export function setOption(option: string, text: string, state: State): void {
  state.set(optionKey(option), only({ kind: 'scalar', text: ownText(text) }));
}

/** What an option is: empty where nobody has set it, undefined where that depends. */
export function optionOf(option: string, state: State): string | undefined {
  const [first, ...others] = state.get(optionKey(option));
  if (first === undefined || others.length > 0) return undefined;
  const { value } = first;
  if (value.kind === 'unset') return '';
  return value.kind === 'scalar' ? knownText(value.text) : undefined;
}

/** What a name may be on the branches that lead here; undefined where it is no function. */
export type Definitions = readonly Alternative<ShellFunction | undefined>[];

/** The definitions of a name by its key: several where branches define it differently, undefined if there is none. */
export function definitionsAt(key: FunctionKey, state: State): Definitions | undefined {
  const held = state.get(key);
  // Most commands are no functions.
  if (held === UNSET || held.every(({ value }) => value.kind !== 'function')) return undefined;
  return mapValues(held, (value) => (value.kind === 'function' ? value.definition : undefined));
}

/** Gives a name a function, or none as `unset -f` does. */
export function define(name: string, definition: ShellFunction | undefined, state: State): void {
  state.set(functionKey(name), definition ? only({ kind: 'function', definition }) : NO_VALUES);
}

/** Whether children see a variable; undefined where that depends on the branch. */
export function isExported(name: string, state: State): boolean | undefined {
  return exportsAll(state) || hasAttribute(name, 'x', state);
}

/** Whether children may see whatever was assigned: `set -a`. */
export function exportsAll(state: State): boolean {
  return optionOf('allexport', state) !== '';
}
