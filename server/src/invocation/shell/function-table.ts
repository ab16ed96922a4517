/** The functions that a shell knows. What a subshell defines is gone behind it. */
import {
  type Alternative,
  aroundBlock,
  goesThrough,
  staysOut,
  throughBlock,
} from './alternatives.ts';
import type { Context, ShellFunction } from './context.ts';

/** What a name may be on the ways that lead here; undefined where it is no function. */
export type Definitions = readonly Alternative<ShellFunction | undefined>[];

/** What a name is that no function was ever given. */
export const UNDEFINED: Definitions = [{ value: undefined, path: [] }];

/** Hears which functions a piece of a script asks for, and which it defines. */
export interface FunctionWatch {
  readonly asksFunction: (name: string, definitions: Definitions | undefined) => void;
  readonly defines: (name: string) => void;
}

/** A class, since most of what it is asked for is found in one of its parents. */
export class FunctionTable {
  /** Who hears of what is asked for and defined in this very table. */
  watch: FunctionWatch | undefined;
  readonly #parent: FunctionTable | undefined;
  /** Undefined until something is defined: most subshells define nothing. */
  #definitions: Map<string, Definitions> | undefined;

  constructor(parent: FunctionTable | undefined) {
    this.#parent = parent;
  }

  /** The definitions of a name: several where branches define it differently, undefined if there is none. */
  get(name: string): Definitions | undefined {
    let watch: FunctionWatch | undefined;
    for (let table: FunctionTable | undefined = this; table; table = table.#parent) {
      watch ??= table.watch;
      const found = table.#definitions?.get(name);
      if (!found) continue;
      watch?.asksFunction(name, found);
      return found.some(({ value }) => value !== undefined) ? found : undefined;
    }
    watch?.asksFunction(name, undefined);
    return undefined;
  }

  /** The definitions of a name as they were set, here or in a parent. */
  held(name: string): Definitions | undefined {
    return this.#definitions?.get(name) ?? this.#parent?.held(name);
  }

  /** The same table on another one than the one that it stands on, of a table that nobody changes any more. */
  movedTo(
    from: FunctionTable,
    to: FunctionTable,
    moved: Map<FunctionTable, FunctionTable>,
  ): FunctionTable {
    if (this === from) return to;
    const known = moved.get(this);
    if (known || this.#parent === undefined) return known ?? this;
    const copy = new FunctionTable(this.#parent.movedTo(from, to, moved));
    copy.#definitions = this.#definitions;
    moved.set(this, copy);
    return copy;
  }

  set(name: string, definitions: Definitions): void {
    this.watch?.defines(name);
    this.#definitions ??= new Map();
    this.#definitions.set(name, definitions);
  }
}

/** Gives a name a function, or none as `unset -f` does: in a branch only on the ways that go through it. */
export function define(
  name: string,
  value: ShellFunction | undefined,
  { functions, scope: { block } }: Pick<Context, 'functions' | 'scope'>,
): void {
  if (block?.kind !== 'branch') {
    functions.set(name, [{ value, path: [] }]);
    return;
  }
  const kept = (functions.get(name) ?? UNDEFINED).flatMap((other): Definitions => {
    if (other.value?.start === value?.start || goesThrough(other.path, block)) return [];
    const path = staysOut(other.path, block) ? other.path : aroundBlock(other.path, block);
    return path ? [{ value: other.value, path }] : [];
  });
  const path = throughBlock([], block);
  functions.set(name, [...kept.slice(-MAX_DEFINITIONS), { value, path }]);
}

/** How many definitions of one name are told apart. */
const MAX_DEFINITIONS = 16;
