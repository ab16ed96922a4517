/** The variables of a Makefile: those of all, those of a target above them, and those of a function above these. */
import type { MappedText } from '../../text/mapped-text.ts';
import { type MakeValues, UNSET } from './values.ts';

/** Variables by their names, above those that they hide. */
export interface Variables {
  readonly parent: Variables | undefined;
  readonly values: Map<string, MakeValues>;
  /** For the arguments of a function: those that depend on a variable. Undefined for variables of the file. */
  readonly mayBeSet?: ReadonlySet<string> | undefined;
}

/** No variables yet, above others. */
export function variablesAbove(
  parent: Variables | undefined,
  mayBeSet?: ReadonlySet<string>,
): Variables {
  return { parent, values: new Map(), mayBeSet };
}

/** The values of a variable; never empty. */
export function valuesOf(variables: Variables, name: string): MakeValues {
  return layerOf(variables, name)?.values.get(name) ?? UNSET;
}

function layerOf(variables: Variables, name: string): Variables | undefined {
  for (let layer: Variables | undefined = variables; layer; layer = layer.parent) {
    if (layer.values.has(name)) return layer;
  }
  return undefined;
}

/** Whether a name is one of an argument. */
export function isLocal(variables: Variables, name: string): boolean {
  return layerOf(variables, name)?.mayBeSet !== undefined;
}

/** Whether somebody else may say what a variable is: not so for an argument, or for what a rule is about. */
export function mayBeSet(variables: Variables, name: string): boolean {
  return layerOf(variables, name)?.mayBeSet?.has(name) ?? !/^(?:\d+|[@<^?*+|%][DF]?)$/.test(name);
}

const NOTHING: ReadonlySet<string> = new Set();

/** Variables with some more that have a text as it is, such as what a rule is about. */
export function withTexts(
  variables: Variables,
  texts: readonly (readonly [name: string, text: MappedText])[],
): Variables {
  const values = new Map(
    texts.map(([name, text]) => [name, [{ value: { kind: 'simple', text }, path: [] }]] as const),
  );
  return { parent: variables, values, mayBeSet: NOTHING };
}

/** What make has of its own, where nobody says otherwise (src/default.c). */
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
