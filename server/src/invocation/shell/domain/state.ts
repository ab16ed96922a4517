/**
 * A shell's variables. A block that may be skipped runs on a state above another; `join-exits.ts` joins both.
 */
import { oncePer } from '../../../text/lookup.ts';
import type { Block } from './blocks.ts';
import { isFile, variableOf } from './keys.ts';
import { type Budget, spendOnPieces } from './limits.ts';
import { type AbstractValue, UNSET } from './values.ts';

const NO_CHANGES: ReadonlyMap<string, AbstractValue> = new Map();
const NO_NAMES: readonly string[] = [];

const MIN_SHARED = 64;
const MAX_SHARED = 8;

/** Observes reads and writes. */
export interface StateWatch {
  readonly sees: (name: string, values: AbstractValue) => void;
  readonly asks: (name: string, isAssigned: boolean) => void;
  readonly assigns: (name: string, isNarrowed: boolean) => void;
  readonly assignsAll: (changes: ReadonlyMap<string, AbstractValue>) => void;
  /** A path leaves for a frame on this state; recording it cost `pieces`. */
  readonly leaves: (frame: object, exit: BranchExit, pieces: number) => void;
  readonly spoil: () => void;
}

/** The variables at one place. A class: most look-ups end in a parent. */
export class State {
  readonly parent: State | undefined;
  watch: StateWatch | undefined;
  /** False after `exit`, `return`, `break`. */
  reachable = true;
  #values: Map<string, AbstractValue> | undefined;
  /** Assignments shared with other states; later maps win. */
  #shared: readonly ReadonlyMap<string, AbstractValue>[] | undefined;
  /** Outer variables with fewer values here. */
  #narrowed: Map<string, AbstractValue> | undefined;
  #asked: Set<string> | undefined;
  /** Another shell whose files are visible. */
  #outer: State | undefined;

  readonly depth: number;

  /** Variables that ever have attributes in this shell. */
  readonly attributed: Set<string>;
  /** Variables that ever may have options in this shell. */
  readonly holders: Set<string>;

  /** Pays for joins; undefined if free. */
  readonly budget: Budget | undefined;

  constructor(parent: State | undefined, budget = parent?.budget) {
    this.parent = parent;
    this.depth = parent ? parent.depth + 1 : 0;
    this.budget = budget;
    this.attributed = parent ? parent.attributed : new Set();
    this.holders = parent ? parent.holders : new Set();
  }

  /** Makes another shell's files visible without copying. */
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

  /** A variable's values, never empty. */
  get(name: string): AbstractValue {
    let watch: StateWatch | undefined;
    for (let state: State | undefined = this; state; state = state.parent) {
      watch ??= state.watch;
      // Hot path.
      const values =
        state.#narrowed?.get(name) ??
        state.#values?.get(name) ??
        (state.#shared && lastOf(state.#shared, name));
      if (values) {
        watch?.sees(name, values);
        return values;
      }
      state.#asked?.add(name);
    }
    const values = isFile(name) ? this.#around()?.get(name) : undefined;
    if (values) return values;
    watch?.sees(name, UNSET);
    return UNSET;
  }

  /** Whether a variable was ever assigned. */
  has(name: string): boolean {
    let watch: StateWatch | undefined;
    for (let state: State | undefined = this; state; state = state.parent) {
      watch ??= state.watch;
      if (state.#assigned(name)) {
        watch?.asks(name, true);
        return true;
      }
      state.#asked?.add(name);
    }
    if (isFile(name) && this.#around()?.has(name)) return true;
    watch?.asks(name, false);
    return false;
  }

  set(name: string, values: AbstractValue): void {
    this.watch?.assigns(name, false);
    this.#values ??= new Map();
    this.#values.set(name, values);
    this.#narrowed?.delete(name);
    const variable = variableOf(name);
    if (variable !== undefined) this.attributed.add(variable);
  }

  /** Narrows a variable from here on. */
  narrow(name: string, values: AbstractValue): void {
    this.watch?.assigns(name, true);
    if (this.parent && this.#assigned(name)) {
      this.#values ??= new Map();
      this.#values.set(name, values);
      return;
    }
    this.#narrowed ??= new Map();
    this.#narrowed.set(name, values);
  }

  /** Assigns many variables; shares large maps. */
  setAll(changes: ReadonlyMap<string, AbstractValue>): void {
    if (changes.size < MIN_SHARED) {
      for (const [name, values] of changes) this.set(name, values);
      return;
    }
    this.watch?.assignsAll(changes);
    for (const name of this.#narrowed?.keys() ?? NO_NAMES) {
      if (changes.has(name)) this.#narrowed?.delete(name);
    }
    for (const variable of attributedIn(changes)) this.attributed.add(variable);
    const below = [...(this.#shared ?? []), ...(this.#values ? [this.#values] : []), changes];
    this.#shared = below.length > MAX_SHARED ? [merged(below)] : below;
    this.#values = undefined;
  }

  #assigned(name: string): AbstractValue | undefined {
    return this.#values?.get(name) ?? (this.#shared && lastOf(this.#shared, name));
  }

  #changes(): ReadonlyMap<string, AbstractValue> {
    if (this.#shared === undefined) return this.#values ?? NO_CHANGES;
    const [only, ...others] = this.#shared;
    if (only && others.length === 0 && this.#values === undefined) return only;
    this.#shared = [merged([...this.#shared, ...(this.#values ? [this.#values] : [])])];
    this.#values = undefined;
    return this.#shared[0] ?? NO_CHANGES;
  }

  /** Forgets narrowing where other paths join. */
  widen(): void {
    this.watch?.spoil();
    this.#narrowed = undefined;
  }

  get narrowed(): ReadonlyMap<string, AbstractValue> {
    return this.#narrowed ?? NO_CHANGES;
  }

  forget(name: string): void {
    this.watch?.assigns(name, false);
    this.#values?.delete(name);
    if (this.#assigned(name)) this.set(name, UNSET);
  }

  /** Own assignments: shared maps, and the rest. */
  layers() {
    this.watch?.spoil();
    return { shared: this.#shared ?? [], own: this.#values ?? NO_CHANGES };
  }

  /** Assignments since this state stood on `base`. */
  changesSince(base: State | undefined): ReadonlyMap<string, AbstractValue> {
    this.#spoilWatches(base);
    if (this.parent === base) return this.#changes();
    const changes = new Map<string, AbstractValue>();
    const asked: Set<string>[] = [];
    for (let state: State | undefined = this; state && state !== base; state = state.parent) {
      state.#changes().forEach((values, name) => {
        if (changes.has(name)) return;
        changes.set(name, values);
        for (const names of asked) names.add(name);
      });
      if (state.#asked) asked.push(state.#asked);
    }
    return changes;
  }

  /** The values since this state stood on `base`; undefined if unchanged. */
  changeSince(base: State | undefined, name: string): AbstractValue | undefined {
    this.#spoilWatches(base);
    for (let state: State | undefined = this; state && state !== base; state = state.parent) {
      const values = state.#assigned(name);
      if (values) return values;
      state.#asked?.add(name);
    }
    return undefined;
  }

  addNamesSince(base: State | undefined, names: Set<string>, limit: number): void {
    this.#spoilWatches(base);
    for (let state: State | undefined = this; state && state !== base; state = state.parent) {
      for (const name of state.#changes().keys()) {
        if (names.size >= limit) return;
        names.add(name);
      }
    }
  }

  root(): State {
    let root: State = this;
    while (root.parent) root = root.parent;
    return root;
  }

  #spoilWatches(base: State | undefined): void {
    for (let state: State | undefined = this; state && state !== base; state = state.parent) {
      state.watch?.spoil();
    }
  }

  /**
   * Copies the states down to `from` onto `to`; they must not change any more. `moved` maps old states to
   * new.
   */
  movedTo(from: State, to: State, moved: Map<State, State>): State {
    if (this === from) return to;
    const known = moved.get(this);
    if (known || this.parent === undefined) return known ?? this;
    const copy = new State(this.parent.movedTo(from, to, moved), to.budget);
    copy.reachable = this.reachable;
    copy.#values = this.#values;
    copy.#shared = this.#shared;
    copy.#narrowed = this.#narrowed;
    copy.#outer = this.#outer;
    moved.set(this, copy);
    return copy;
  }

  names(): ReadonlySet<string> {
    return new Set(this.changesSince(undefined).keys());
  }
}

const attributedIn = oncePer((changes: ReadonlyMap<string, AbstractValue>): readonly string[] => {
  return [...changes.keys()].flatMap((name) => variableOf(name) ?? []);
});

function lastOf(
  maps: readonly ReadonlyMap<string, AbstractValue>[],
  name: string,
): AbstractValue | undefined {
  for (let index = maps.length - 1; index >= 0; index--) {
    const values = maps[index]?.get(name);
    if (values) return values;
  }
  return undefined;
}

function merged(
  maps: readonly ReadonlyMap<string, AbstractValue>[],
): ReadonlyMap<string, AbstractValue> {
  const [first, ...others] = maps;
  const all = new Map(first);
  for (const map of others) for (const [name, values] of map) all.set(name, values);
  return all;
}

/** Takes over the changes of an inner state. */
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
  /** False if the branch ends earlier: `exit`. */
  readonly arrives: boolean;
  readonly whole?: boolean | undefined;
}
