import { knownText } from '../../text/mapped-text.ts';
import { type Alternative, mapValues } from '../domain/alternatives.ts';
import { type FunctionKey, functionKey, optionKey } from '../domain/keys.ts';
import type { State } from '../domain/state.ts';
import { NO_VALUES, only, type ShellFunction, UNSET } from '../domain/values.ts';
import { hasAttribute, ownText } from './attributes.ts';

/** An empty text resets the option. */
export function setOption(option: string, text: string, state: State): void {
  state.set(optionKey(option), only({ kind: 'scalar', text: ownText(text) }));
}

/** Empty if unset, undefined if branches differ. */
export function optionOf(option: string, state: State): string | undefined {
  const [first, ...others] = state.get(optionKey(option));
  if (first === undefined || others.length > 0) return undefined;
  const { value } = first;
  if (value.kind === 'unset') return '';
  return value.kind === 'scalar' ? knownText(value.text) : undefined;
}

/** What a name may mean; undefined for no function. */
export type Definitions = readonly Alternative<ShellFunction | undefined>[];

/** A name's functions; undefined if no branch has one. */
export function definitionsAt(key: FunctionKey, state: State): Definitions | undefined {
  const held = state.get(key);
  if (held === UNSET || held.every(({ value }) => value.kind !== 'function')) return undefined;
  return mapValues(held, (value) => (value.kind === 'function' ? value.definition : undefined));
}

/** Defines a function; undefined removes it. */
export function define(name: string, definition: ShellFunction | undefined, state: State): void {
  state.set(functionKey(name), definition ? only({ kind: 'function', definition }) : NO_VALUES);
}

/** Whether a variable is exported; undefined if branches differ. */
export function isExported(name: string, state: State): boolean | undefined {
  return exportsAll(state) || hasAttribute(name, 'x', state);
}

/** Whether `set -a` may be on. */
export function exportsAll(state: State): boolean {
  return optionOf('allexport', state) !== '';
}
