/**
 * Shell options (`shopt`, `set`) and functions: part of the state, so branches and subshells keep them
 * apart.
 */
import { knownText } from '../../../text/mapped-text.ts';
import { type Alternative, mapValues } from './alternatives.ts';
import { hasAttribute, ownText } from './attributes.ts';
import { type FunctionKey, functionKey, optionKey } from './keys.ts';
import type { State } from './state.ts';
import { NO_VALUES, only, type ShellFunction, UNSET } from './values.ts';

/** Sets an option from here on; an empty text resets it. */
export function setOption(option: string, text: string, state: State): void {
  state.set(optionKey(option), only({ kind: 'scalar', text: ownText(text) }));
}

/** The value of an option: empty if not set, undefined if that depends on the branch. */
export function optionOf(option: string, state: State): string | undefined {
  const [first, ...others] = state.get(optionKey(option));
  if (first === undefined || others.length > 0) return undefined;
  const { value } = first;
  if (value.kind === 'unset') return '';
  return value.kind === 'scalar' ? knownText(value.text) : undefined;
}

/** The functions that a name may be on the branches that lead here; undefined if none. */
export type Definitions = readonly Alternative<ShellFunction | undefined>[];

/** The definitions under a key: several if branches differ, undefined if none. */
export function definitionsAt(key: FunctionKey, state: State): Definitions | undefined {
  const held = state.get(key);
  // Most commands are not functions.
  if (held === UNSET || held.every(({ value }) => value.kind !== 'function')) return undefined;
  return mapValues(held, (value) => (value.kind === 'function' ? value.definition : undefined));
}

/** Defines a function, or removes it like `unset -f`. */
export function define(name: string, definition: ShellFunction | undefined, state: State): void {
  state.set(functionKey(name), definition ? only({ kind: 'function', definition }) : NO_VALUES);
}

/** Whether a variable is exported; undefined if that depends on the branch. */
export function isExported(name: string, state: State): boolean | undefined {
  return exportsAll(state) || hasAttribute(name, 'x', state);
}

/** Whether assignments may export: `set -a`. */
export function exportsAll(state: State): boolean {
  return optionOf('allexport', state) !== '';
}
