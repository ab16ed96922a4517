/** Scopes of Makefile variables: global, target, function. */

import { addTo } from '../../text/lookup.ts';
import type { MappedText } from '../../text/mapped-text.ts';
import { UNSET } from '../domain/values.ts';
import { type MakeValues, textValue } from './values.ts';

/** A scope; it hides its parent's names. */
export interface Variables {
  readonly parent: Variables | undefined;
  readonly values: Map<string, MakeValues>;
  /** A function's arguments that depend on a variable; undefined for a file's variables. */
  readonly mayBeSet?: ReadonlySet<string> | undefined;
}

/** An empty scope. */
export function variablesAbove(
  parent: Variables | undefined,
  mayBeSet?: ReadonlySet<string>,
): Variables {
  return { parent, values: new Map(), mayBeSet };
}

/** Values that can be seen as they were. */
export class Journal extends Map<string, MakeValues> {
  readonly #changes = new Map<string, { readonly at: number; readonly before?: MakeValues }[]>();
  #now = 0;

  override set(name: string, values: MakeValues): this {
    const before = this.get(name);
    addTo(this.#changes, name, { at: this.#now++, ...(before && { before }) });
    return super.set(name, values);
  }

  /** The values of now, to be read later. */
  kept(): Map<string, MakeValues> {
    const now = this.#now;
    return new Past((name) => {
      const change = this.#changes.get(name)?.find(({ at }) => at >= now);
      return change ? change.before : this.get(name);
    });
  }
}

class Past extends Map<string, MakeValues> {
  readonly #valuesOf: (name: string) => MakeValues | undefined;

  constructor(valuesOf: (name: string) => MakeValues | undefined) {
    super();
    this.#valuesOf = valuesOf;
  }

  override get(name: string): MakeValues | undefined {
    return this.#valuesOf(name);
  }

  override has(name: string): boolean {
    return this.get(name) !== undefined;
  }
}

/** Never empty. */
export function valuesOf(variables: Variables, name: string): MakeValues {
  return layerOf(variables, name)?.values.get(name) ?? UNSET;
}

function layerOf(variables: Variables, name: string): Variables | undefined {
  for (let layer: Variables | undefined = variables; layer; layer = layer.parent) {
    if (layer.values.has(name)) return layer;
  }
  return undefined;
}

/** Whether a name is an argument. */
export function isLocal(variables: Variables, name: string): boolean {
  return layerOf(variables, name)?.mayBeSet !== undefined;
}

/** Whether the command line may set a variable; false for arguments and automatic ones. */
export function mayBeSet(variables: Variables, name: string): boolean {
  return layerOf(variables, name)?.mayBeSet?.has(name) ?? !/^(?:\d+|[@<^?*+|%][DF]?)$/.test(name);
}

const NOTHING: ReadonlySet<string> = new Set();

/** A scope with literal values, such as `$@`. */
export function withTexts(
  variables: Variables,
  texts: readonly (readonly [name: string, text: MappedText])[],
): Variables {
  const values = new Map(texts.map(([name, text]) => [name, textValue(text)] as const));
  return { parent: variables, values, mayBeSet: NOTHING };
}

/** src/default.c */
export const BUILT_IN: ReadonlyMap<string, string> = new Map([
  ['MAKE', 'make'],
  ['RM', 'rm -f'],
  ['CC', 'cc'],
  ['CXX', 'g++'],
  ['LD', 'ld'],
  ['AS', 'as'],
  ['AR', 'ar'],
  ['CPP', 'cc -E'],
  ['SHELL', '/bin/sh'],
  ['.RECIPEPREFIX', ''],
]);
