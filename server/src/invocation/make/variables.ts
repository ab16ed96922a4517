import { addTo } from '../../text/lookup.ts';
import type { MappedText } from '../../text/mapped-text.ts';
import { UNSET } from '../domain/values.ts';
import { mayOpenMonitor } from '../monitor-options.ts';
import { type MakeValues, textValue } from './values.ts';

interface Values {
  readonly keys: () => Iterable<string>;
  readonly has: (name: string) => boolean;
  readonly get: (name: string) => MakeValues | undefined;
  readonly set: (name: string, values: MakeValues) => unknown;
}

/** A global, target's or function's scope; it hides its parent's names. */
export interface Variables {
  readonly parent: Variables | undefined;
  readonly values: Values;
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

const DISPLAY = /(?<!\S)--?(?:vnc|spice)\b/;

interface Change {
  readonly at: number;
  readonly apply: (old: MakeValues) => MakeValues;
  /** The values after it, once they are asked for. */
  values?: MakeValues;
}

/** Owns a file's variables: their values at each place, computed when asked for. */
export class Journal implements Values {
  /** All assigned texts as written, also for targets. */
  readonly texts = new Map<string, MappedText[]>();
  /** Variables whose own texts may open a monitor or a display. */
  readonly opening = new Set<string>();
  readonly #changes = new Map<string, Change[]>();
  #now = 0;

  keys(): Iterable<string> {
    return this.#changes.keys();
  }

  has(name: string): boolean {
    return this.#changes.has(name);
  }

  get(name: string): MakeValues | undefined {
    return this.#valuesBefore(name, this.#now);
  }

  set(name: string, values: MakeValues): void {
    for (const { value } of values) if (value.kind === 'scalar') this.note(name, value.text);
    this.change(name, () => values);
  }

  note(name: string, text: MappedText): void {
    addTo(this.texts, name, text);
    if (mayOpenMonitor(text.decoded) || DISPLAY.test(text.decoded)) this.opening.add(name);
  }

  change(name: string, apply: Change['apply']): void {
    addTo(this.#changes, name, { at: this.#now++, apply });
  }

  get now(): number {
    return this.#now;
  }

  /** Undoes later changes. */
  forget(before: number): void {
    if (this.#now === before) return;
    for (const changes of this.#changes.values()) {
      while ((changes.at(-1)?.at ?? -1) >= before) changes.pop();
    }
    this.#now = before;
  }

  /** The values of now, to be read later. */
  kept(): Values {
    const now = this.#now;
    return {
      keys: () => this.keys(),
      has: (name) => this.has(name),
      get: (name) => this.#valuesBefore(name, now),
      set: (name, values) => this.set(name, values),
    };
  }

  #valuesBefore(name: string, now: number): MakeValues | undefined {
    const changes = this.#changes.get(name) ?? [];
    const last = changes.findLastIndex(({ at }) => at < now);
    let first = last;
    while (first >= 0 && !changes[first]?.values) first--;
    let values = changes[first]?.values;
    for (const { apply } of changes.slice(first + 1, last + 1)) values = apply(values ?? UNSET);
    const change = changes[last];
    if (change && values) change.values = values;
    return values;
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
