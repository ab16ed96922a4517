/** The functions that a shell knows. They are a part of its state: what a subshell defines is gone behind it. */
import type { Alternative } from './alternatives.ts';
import { type FunctionKey, functionKey } from './keys.ts';
import type { State } from './state.ts';
import { NO_VALUES, only, type ShellFunction, UNSET } from './values.ts';

/** What a name may be on the branches that lead here; undefined where it is no function. */
export type Definitions = readonly Alternative<ShellFunction | undefined>[];

/** The definitions of a name by its key: several where branches define it differently, undefined if there is none. */
export function definitionsAt(key: FunctionKey, state: State): Definitions | undefined {
  const held = state.get(key);
  // Most commands are no functions.
  if (held === UNSET || held.every(({ value }) => value.kind !== 'function')) return undefined;
  return held.map(({ value, path }) => ({
    value: value.kind === 'function' ? value.definition : undefined,
    path,
  }));
}

/** Gives a name a function, or none as `unset -f` does. */
export function define(name: string, definition: ShellFunction | undefined, state: State): void {
  state.set(functionKey(name), definition ? only({ kind: 'function', definition }) : NO_VALUES);
}
