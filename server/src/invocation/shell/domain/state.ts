/**
 * The variables of a shell while a script is run. A block that may be skipped runs on a state of its own
 * above that of its surroundings; behind it both become one (`join-exits.ts`).
 */
import { oncePer } from '../../../text/lookup.ts';
import type { Block } from './blocks.ts';
import { isFile, variableOf } from './keys.ts';
import { type Budget, spendOnPieces } from './limits.ts';
import { type AbstractValue, UNSET } from './values.ts';

const NO_CHANGES: ReadonlyMap<string, AbstractValue> = new Map();
const NO_NAMES: readonly string[] = [];

/** How many values are rather shared than copied. */
const MIN_SHARED = 64;
/** How many maps of shared values are looked through. */
const MAX_SHARED = 8;

/** Hears what a piece of a script sees of a state, and what it makes of it. */
export interface StateWatch {
  /** Somebody sees the values of a variable. */
  readonly sees: (name: string, values: AbstractValue) => void;
  /** Somebody asks whether a variable was ever assigned. */
  readonly asks: (name: string, isAssigned: boolean) => void;
  /** A variable gets values, or is taken for no more than those. */
  readonly assigns: (name: string, isNarrowed: boolean) => void;
  /** All these variables get values. */
  readonly assignsAll: (changes: ReadonlyMap<string, AbstractValue>) => void;
  /** A way leads to the end of a frame that stands on this state, which took that much of the budget to note. */
  readonly leaves: (frame: object, exit: BranchExit, pieces: number) => void;
  /** Somebody sees something that is not noted. */
  readonly spoil: () => void;
}

/** A class, since most of what it is asked for is found in one of its parents. */
export class State {
  readonly parent: State | undefined;
  /** Who hears of what is seen and assigned on this very state. */
  watch: StateWatch | undefined;
  /** False behind `exit`, `return` and `break`. */
  reachable = true;
  /** Undefined until something is assigned: most blocks assign nothing. */
  #values: Map<string, AbstractValue> | undefined;
  /** What was assigned before that and is shared with other states, the last above the others. */
  #shared: readonly ReadonlyMap<string, AbstractValue>[] | undefined;
  /** What variables can be in here of what they are outside. It is no change. */
  #narrowed: Map<string, AbstractValue> | undefined;
  /** What was asked for in here and is not of here, if that is wanted. */
  #asked: Set<string> | undefined;
  /** The shell that runs this one, whose files it finds. */
  #outer: State | undefined;

  /** How many states it stands on. */
  readonly depth: number;

  /** The variables that were given attributes somewhere in this shell; of all others nobody need ask. */
  readonly attributed: Set<string>;
  /** The variables that were given what may be options somewhere in this shell. */
  readonly holders: Set<string>;

  /** What pays for joining many values; undefined where that costs nothing. */
  readonly budget: Budget | undefined;

  constructor(parent: State | undefined, budget = parent?.budget) {
    this.parent = parent;
    this.depth = parent ? parent.depth + 1 : 0;
    this.budget = budget;
    this.attributed = parent ? parent.attributed : new Set();
    this.holders = parent ? parent.holders : new Set();
  }

  /** From now on finds what another shell has written in files, besides what it writes itself: there may be thousands. */
  findFilesOf(outer: State): void {
    this.#outer = outer;
  }

  /** The nearest shell around that runs this one. */
  #around(): State | undefined {
    for (let state: State | undefined = this; state; state = state.parent) {
      if (state.#outer) return state.#outer;
    }
    return undefined;
  }

  /** From now on remembers of which variables somebody sees what they were before this state; returns them. */
  remember(): ReadonlySet<string> {
    this.#asked ??= new Set();
    return this.#asked;
  }

  /** The values of a variable; never empty. One that was never assigned is unset. */
  get(name: string): AbstractValue {
    let watch: StateWatch | undefined;
    for (let state: State | undefined = this; state; state = state.parent) {
      watch ??= state.watch;
      // Asked more often than anything else: most states have no more than what was assigned on them.
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

  /**
   * Takes for the values of a variable, from here on, no more than those. What was assigned on this state is
   * handed on like that, but for the lowest state, which ways out of the script may still come back to.
   */
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

  /** Sets all that others have found out, which is shared with them where it is more than a little. */
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
    // Whatever is asked for is looked for in each of them.
    this.#shared = below.length > MAX_SHARED ? [merged(below)] : below;
    this.#values = undefined;
  }

  /** What a variable was assigned on this very state. */
  #assigned(name: string): AbstractValue | undefined {
    return this.#values?.get(name) ?? (this.#shared && lastOf(this.#shared, name));
  }

  /** All that was assigned on this very state, in the order in which the names came. */
  #changes(): ReadonlyMap<string, AbstractValue> {
    if (this.#shared === undefined) return this.#values ?? NO_CHANGES;
    const [only, ...others] = this.#shared;
    if (only && others.length === 0 && this.#values === undefined) return only;
    this.#shared = [merged([...this.#shared, ...(this.#values ? [this.#values] : [])])];
    this.#values = undefined;
    return this.#shared[0] ?? NO_CHANGES;
  }

  /** Forgets what variables cannot be: others come to this place on ways of their own. */
  widen(): void {
    this.watch?.spoil();
    this.#narrowed = undefined;
  }

  /** What variables can be in here of what they are outside. */
  get narrowed(): ReadonlyMap<string, AbstractValue> {
    return this.#narrowed ?? NO_CHANGES;
  }

  /** Forgets a variable that was set on this very state, and that no script can name. */
  forget(name: string): void {
    this.watch?.assigns(name, false);
    this.#values?.delete(name);
    if (this.#assigned(name)) this.set(name, UNSET);
  }

  /** What was assigned on this very state: what is shared with others, which does not change any more, and the rest. */
  layers() {
    this.watch?.spoil();
    return { shared: this.#shared ?? [], own: this.#values ?? NO_CHANGES };
  }

  /** What was assigned since this state stood on `base`. */
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

  /** What a variable was assigned since this state stood on `base`; undefined where it was not. */
  changeSince(base: State | undefined, name: string): AbstractValue | undefined {
    this.#spoilWatches(base);
    for (let state: State | undefined = this; state && state !== base; state = state.parent) {
      const values = state.#assigned(name);
      if (values) return values;
      state.#asked?.add(name);
    }
    return undefined;
  }

  /** Adds the names of what was assigned since this state stood on `base`, as long as they are few. */
  addNamesSince(base: State | undefined, names: Set<string>, limit: number): void {
    this.#spoilWatches(base);
    for (let state: State | undefined = this; state && state !== base; state = state.parent) {
      for (const name of state.#changes().keys()) {
        if (names.size >= limit) return;
        names.add(name);
      }
    }
  }

  /** The state that a shell begins with. */
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
   * The same changes on another state than the one that it stands on, itself or through others, which are taken
   * over as well: of a state that nobody changes any more. `moved` says what became of each.
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

  /** The names of all variables that were ever assigned. */
  names(): ReadonlySet<string> {
    return new Set(this.changesSince(undefined).keys());
  }
}

/** The variables that are given attributes among shared changes. */
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

/** Several maps as one, in which the last has the last word. */
function merged(
  maps: readonly ReadonlyMap<string, AbstractValue>[],
): ReadonlyMap<string, AbstractValue> {
  const [first, ...others] = maps;
  const all = new Map(first);
  for (const map of others) for (const [name, values] of map) all.set(name, values);
  return all;
}

/** Makes a state what one that stands on it has become. */
export function adopt(state: State, inner: State): void {
  const changes = inner.changesSince(state);
  if (state.budget) spendOnPieces(state.budget, changes.size);
  for (const [name, values] of changes) state.set(name, values);
  state.reachable = inner.reachable;
}

/** How a branch leaves what it changes for the place that it leads to. */
export interface BranchExit {
  readonly changes: ReadonlyMap<string, AbstractValue>;
  /** What it leaves as it was, of what the other exits change. */
  readonly unchanged?: ReadonlyMap<string, AbstractValue> | undefined;
  readonly block: Block;
  /** False where the branch ends before that place, by `exit` say. */
  readonly arrives: boolean;
  /** Whether the changes are all that it has, and not what it has above the state that it leads to. */
  readonly whole?: boolean | undefined;
}
