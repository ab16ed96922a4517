/** A shell's variables. A skippable block runs on a state above another. */
import type { Block } from './blocks.ts';
import { isFile, isVariable, variableOf } from './keys.ts';
import { type Budget, spendOnPieces } from './limits.ts';
import { type AbstractValue, UNSET } from './values.ts';

const NO_CHANGES: ReadonlyMap<string, AbstractValue> = new Map();
/** A class, since most look-ups end in a parent. */
export class State {
  readonly parent: State | undefined;
  /** False after `exit`, `return`, `break`. */
  reachable = true;
  #values: Map<string, AbstractValue> | undefined;
  /** Outer variables with fewer possible values on this path. */
  #narrowed: Map<string, AbstractValue> | undefined;
  #asked: Set<string> | undefined;
  /** Another shell's state with its files. */
  #outer: State | undefined;

  readonly depth: number;

  /** Keys of functions, options and the like that are ever set. */
  readonly #everSet: Set<string>;
  readonly attributed: Set<string>;
  /** Variables that ever may have options. */
  readonly holders: Set<string>;

  /** Pays for joins; undefined if free. */
  readonly budget: Budget | undefined;

  constructor(parent: State | undefined, budget = parent?.budget) {
    this.parent = parent;
    this.depth = parent ? parent.depth + 1 : 0;
    this.budget = budget;
    this.#everSet = parent ? parent.#everSet : new Set();
    this.attributed = parent ? parent.attributed : new Set();
    this.holders = parent ? parent.holders : new Set();
  }

  findFilesOf(outer: State): void {
    this.#outer = outer;
  }

  #around(): State | undefined {
    for (let state: State | undefined = this; state; state = state.parent) {
      if (state.#outer) return state.#outer;
    }
    return undefined;
  }

  /** Records which outer variables are read. */
  remember(): ReadonlySet<string> {
    this.#asked ??= new Set();
    return this.#asked;
  }

  /** Never empty. */
  get(name: string): AbstractValue {
    const isAbsent = !isVariable(name) && !this.#everSet.has(name);
    for (let state: State | undefined = this; state; state = state.parent) {
      const values = isAbsent
        ? undefined
        : (state.#narrowed?.get(name) ?? state.#values?.get(name));
      if (values) return values;
      state.#asked?.add(name);
    }
    return (isFile(name) ? this.#around()?.get(name) : undefined) ?? UNSET;
  }

  has(name: string): boolean {
    for (let state: State | undefined = this; state; state = state.parent) {
      if (state.#values?.has(name)) return true;
      state.#asked?.add(name);
    }
    return isFile(name) && this.#around()?.has(name) === true;
  }

  set(name: string, values: AbstractValue): void {
    this.#values ??= new Map();
    this.#values.set(name, values);
    this.#narrowed?.delete(name);
    if (isVariable(name)) return;
    this.#everSet.add(name);
    const variable = variableOf(name);
    if (variable !== undefined) this.attributed.add(variable);
  }

  narrow(name: string, values: AbstractValue): void {
    if (this.parent && this.#values?.has(name)) {
      this.#values.set(name, values);
      return;
    }
    this.#narrowed ??= new Map();
    this.#narrowed.set(name, values);
  }

  /** Forgets narrowing where other paths join. */
  widen(): void {
    this.#narrowed = undefined;
  }

  get narrowed(): ReadonlyMap<string, AbstractValue> {
    return this.#narrowed ?? NO_CHANGES;
  }

  forget(name: string): void {
    this.#values?.delete(name);
  }

  changesSince(base: State | undefined): ReadonlyMap<string, AbstractValue> {
    if (this.parent === base) return this.#values ?? NO_CHANGES;
    const changes = new Map<string, AbstractValue>();
    const asked: Set<string>[] = [];
    for (let state: State | undefined = this; state && state !== base; state = state.parent) {
      state.#values?.forEach((values, name) => {
        if (changes.has(name)) return;
        changes.set(name, values);
        for (const names of asked) names.add(name);
      });
      if (state.#asked) asked.push(state.#asked);
    }
    return changes;
  }

  changeSince(base: State | undefined, name: string): AbstractValue | undefined {
    for (let state: State | undefined = this; state && state !== base; state = state.parent) {
      const values = state.#values?.get(name);
      if (values) return values;
      state.#asked?.add(name);
    }
    return undefined;
  }

  root(): State {
    let root: State = this;
    while (root.parent) root = root.parent;
    return root;
  }

  names(): ReadonlySet<string> {
    return new Set(this.changesSince(undefined).keys());
  }
}

/** Takes over an inner state's changes. */
export function adopt(state: State, inner: State): void {
  const changes = inner.changesSince(state);
  if (state.budget) spendOnPieces(state.budget, changes.size);
  for (const [name, values] of changes) state.set(name, values);
  state.reachable = inner.reachable;
}

/** What a branch changes. */
export interface BranchExit {
  readonly changes: ReadonlyMap<string, AbstractValue>;
  /** Values that other exits change. */
  readonly unchanged?: ReadonlyMap<string, AbstractValue> | undefined;
  readonly block: Block;
  /** False after `exit`. */
  readonly arrives: boolean;
  readonly whole?: boolean | undefined;
}
