/**
 * The variables of a shell while a script is run. A block that may be skipped runs on a state of its own
 * above that of its surroundings; behind it both become one, in which a variable has the values of all
 * ways. What grows in a block (`args+=(…)` inside `if`) stays one value whose new part may be skipped.
 */
import { addToSet, oncePer } from '../../../text/lookup.ts';
import { MAX_STEPS, throughBlock } from './alternatives.ts';
import type { Block } from './blocks.ts';
import { bounded, drop } from './bounded.ts';
import { grow, growthSince, hasGrown, inOne } from './growth.ts';
import { isFile, isOutput, variableOf } from './keys.ts';
import {
  type Budget,
  isUsedUp,
  MAX_EXITS,
  MAX_JOINED,
  MAX_PIECES,
  spendOnPieces,
  spendOnValues,
} from './limits.ts';
import {
  type AbstractValue,
  around,
  type ConcreteValue,
  mayBeSkipped,
  mayBeSkippedPart,
  sizeOf,
  through,
  UNSET,
} from './values.ts';

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

  /** What pays for joining many values; undefined where that costs nothing. */
  readonly budget: Budget | undefined;

  constructor(parent: State | undefined, budget = parent?.budget) {
    this.parent = parent;
    this.depth = parent ? parent.depth + 1 : 0;
    this.budget = budget;
    this.attributed = parent ? parent.attributed : new Set();
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

/**
 * Makes one state of what several branches left. What `into` holds itself is there for the runs that go none of
 * the branches, unless it is no longer reachable itself; if nothing arrives, it is not reachable any more. Of the
 * variables only those that are `wanted` are looked at, if that is given. What `base` holds, on which all of them
 * stand, is what an exit has that does not change it.
 */
export function joinExits(
  into: State,
  exits: readonly BranchExit[],
  wanted?: (name: string) => boolean,
  base?: State,
): void {
  const arriving = exits.every(({ arrives }) => arrives)
    ? exits
    : exits.filter(({ arrives }) => arrives);
  const wasReachable = into.reachable;
  // Nobody asks for a value any more.
  if (into.budget && isUsedUp(into.budget)) return;
  const leaving = exits.some(leavesSome) ? exits.filter(leavesSome) : NO_EXITS;
  const ofName = exitsByName(exits);
  namesIn(arriving).forEach((_, name) => {
    if (wanted?.(name) === false) return;
    const held = into.get(name);
    // What was printed or read inside of a branch is of no use behind it.
    if (held === UNSET && isOutput(name)) return;
    const own = ofName(name);
    // What a branch has from before it began is no change.
    if (wasReachable && areUnchanged(name, held, own)) return;
    const old = wasReachable ? held : heldBefore(name, arriving, base);
    const isOnly = arriving.length === 1;
    const joined = bounded(joinValues(old, own, isOnly, leaving, name, into), into.budget);
    if (into.budget) spendOnValues(into.budget, joined.length);
    into.set(name, joined);
  });
  const [first] = exits;
  const whole = first?.block.choice;
  const covered = whole?.exhaustive === true && exits.length === whole.arms.length;
  if (arriving.length > 0) into.reachable = true;
  else if (covered) into.reachable = false;
}

/**
 * Those exits that say something of a name, in their order, since thousands of arms may each change a variable of its own:
 * where they change it or leave it as it was, and where they do not arrive, of which a path remembers but some.
 */
function exitsByName(exits: readonly BranchExit[]): (name: string) => readonly BranchExit[] {
  if (exits.length <= MAX_EXITS) return () => exits;
  const own = new Map<string, Set<BranchExit>>();
  for (const exit of exits) {
    for (const name of exit.changes.keys()) addToSet(own, name, exit);
    for (const name of exit.unchanged?.keys() ?? NO_NAMES) addToSet(own, name, exit);
  }
  const ended = exits.filter(({ arrives }) => !arrives).slice(0, MAX_STEPS);
  const order = new Map(exits.map((exit, index) => [exit, index]));
  const place = (exit: BranchExit) => order.get(exit) ?? 0;
  return (name) => {
    const all = new Set([...(own.get(name) ?? NO_EXITS), ...ended]);
    return [...all].sort((a, b) => place(a) - place(b));
  };
}

const NOTHING_HELD: AbstractValue = [];
const NO_EXITS: readonly BranchExit[] = [];

/** What a variable holds at those exits that do not change it. */
function heldBefore(
  name: string,
  exits: readonly BranchExit[],
  base: State | undefined,
): AbstractValue {
  if (!base || exits.every(({ changes }) => changes.has(name))) return NOTHING_HELD;
  return base.get(name);
}

function areUnchanged(name: string, held: AbstractValue, exits: readonly BranchExit[]): boolean {
  for (const { changes, unchanged, arrives } of exits) {
    if (arrives && (changes.get(name) ?? unchanged?.get(name) ?? held) !== held) return false;
  }
  return true;
}

/** The names of what exits change, as keys: a map gives them to a callback without a list for each. */
function namesIn(exits: readonly BranchExit[]): ReadonlyMap<string, AbstractValue> {
  const only = exits[0];
  if (only && exits.length === 1 && !only.unchanged) return only.changes;
  if (exits.every(({ changes, unchanged }) => changes.size === 0 && !unchanged)) return NO_CHANGES;
  const names = new Map<string, AbstractValue>();
  const add = (values: AbstractValue, name: string) => names.set(name, values);
  for (const { changes, unchanged } of exits) {
    changes.forEach(add);
    unchanged?.forEach(add);
  }
  return names;
}

/** How many values may come of arms that each make a value grow, before they are put into one. */
const MAX_GROWN = 8;

function joinValues(
  old: AbstractValue,
  exits: readonly BranchExit[],
  isOnly: boolean,
  leaving: readonly BranchExit[],
  name: string,
  into: State,
): AbstractValue {
  const joined = joinChanged(old, exits, isOnly, name, into);
  if (leaving.length === 0) return joined;
  const left = leftAsItWas(leaving, name);
  if (left.length === 0) return joined;
  return joined === UNSET && old.length === 0 ? left : [...joined, ...left];
}

function leavesSome({ unchanged }: BranchExit): boolean {
  return unchanged !== undefined;
}

function leftAsItWas(leaving: readonly BranchExit[], name: string): AbstractValue {
  const left: AbstractValue[number][] = [];
  for (const { unchanged, block } of leaving) {
    for (const one of through(unchanged?.get(name) ?? NOTHING_HELD, block)) left.push(one);
  }
  return left;
}

/** `isOnly` is whether no more than one exit arrives. */
function joinChanged(
  old: AbstractValue,
  exits: readonly BranchExit[],
  isOnly: boolean,
  name: string,
  into: State,
): AbstractValue {
  let kept = old;
  for (const { changes, unchanged, block, arrives } of exits) {
    if (changes.has(name) || unchanged?.has(name) || !arrives) kept = around(kept, block);
  }
  let changing = 0;
  let count = 0;
  for (const { arrives, changes } of exits) {
    if (!arrives) continue;
    const values = changes.get(name);
    if (values === undefined) continue;
    changing++;
    count += values.length;
  }
  const all = changing === exits.length;
  const changed = all
    ? exits
    : exits.filter(({ arrives, changes }) => arrives && changes.has(name));
  const [single] = changed;
  if (single && kept.length === 0 && isOnly) {
    // Whatever gets here came this way: behind `return`, or where the other arm ends with `exit`.
    return through(single.changes.get(name) ?? [], single.block);
  }
  if (kept.length === 0 && count <= MAX_GROWN) {
    return count > 0 ? valuesApart(changed, name) : UNSET;
  }
  const grown = grownTogether(old, changed, name, into);
  if (grown) return grown;
  return [...kept, ...valuesApart(fewOf(changed, count, name, into.budget), name)];
}

/** The exits that are looked at for their values, where all together have that many: the first ones. */
function fewOf(
  exits: readonly BranchExit[],
  count: number,
  name: string,
  budget: Budget | undefined,
): readonly BranchExit[] {
  if (count <= MAX_JOINED) return exits;
  const few: BranchExit[] = [];
  let left = MAX_JOINED;
  for (const exit of exits) {
    const values = exit.changes.get(name) ?? [];
    if (left > 0) few.push(exit);
    else if (budget) drop(values, budget);
    left -= values.length;
  }
  return few;
}

/** Parts that a value grows by in a block, in reading order: as one where they are of one kind. */
function togetherOf(parts: readonly ConcreteValue[], block: Block): readonly ConcreteValue[] {
  const marked = parts.map((part) => mayBeSkippedPart(part, block));
  return marked.length > 1 ? (inOne(marked) ?? marked) : marked;
}

function valuesApart(exits: readonly BranchExit[], name: string): AbstractValue {
  const [only] = exits;
  // Most are of one block.
  if (only && exits.length === 1) {
    return (only.changes.get(name) ?? NOTHING_HELD).map((one) => inBlock(one, only.block));
  }
  return exits.flatMap(({ changes, block }): AbstractValue => {
    return (changes.get(name) ?? []).map((one) => inBlock(one, block));
  });
}

/** A value as the runs have it that go through a block. */
function inBlock({ value, path }: AbstractValue[number], block: Block): AbstractValue[number] {
  return { value: mayBeSkipped(value, block), path: throughBlock(path, block) };
}

function mayGrow(values: AbstractValue | undefined): boolean {
  return values?.some(({ value }) => hasGrown(value)) === true;
}

/**
 * One value of each old one with what the branches add to it; undefined where one does something else, or where it
 * would be longer than a value may be. In a block it knows what it grew out of, since that is left as well.
 */
function grownTogether(
  old: AbstractValue,
  exits: readonly BranchExit[],
  name: string,
  { parent, budget }: State,
): AbstractValue | undefined {
  const remember = parent !== undefined;
  // Most variables get a new value, which did not grow out of anything.
  if (!exits.some(({ changes }) => mayGrow(changes.get(name)))) return undefined;
  const befores = old.map(({ value }) => value);
  const growths = exits.map(({ changes }) => {
    return (changes.get(name) ?? []).map(({ value }) => growthSince(value, befores));
  });
  // Nothing has to be marked to find out that it grew out of something else.
  if (growths.every((found) => found.every((growth) => growth === undefined))) return undefined;
  const others: AbstractValue[number][] = [];
  const grown = [...befores];
  const added = new Set<number>();
  for (const [index, { changes, block }] of exits.entries()) {
    const found = growths[index] ?? [];
    const times = new Map<number, number>();
    for (const growth of found) {
      if (growth) times.set(growth.index, (times.get(growth.index) ?? 0) + 1);
    }
    for (const [position, { value, path }] of (changes.get(name) ?? []).entries()) {
      const growth = found[position];
      const current = growth && grown[growth.index];
      // Of what grew in two branches out of one value, no run has both.
      if (!growth || !current || times.get(growth.index) !== 1) {
        others.push(inBlock({ value, path }, block));
        continue;
      }
      const front = togetherOf(growth.front, block);
      const back = togetherOf(growth.back, block);
      const size = [current, ...front, ...back].reduce((sum, part) => sum + sizeOf(part), 0);
      if (size > MAX_PIECES) return undefined;
      if (budget) spendOnPieces(budget, 2 * size);
      added.add(growth.index);
      let next: ConcreteValue = current;
      for (const part of front.toReversed()) next = grow(next, part, remember, true);
      for (const part of back) next = grow(next, part, remember);
      grown[growth.index] = next;
    }
  }
  if (added.size === 0) return undefined;
  const untouched = exits.reduce((left, { block }) => around(left, block), old);
  const values = old.flatMap((before, index): AbstractValue => {
    const value = grown[index];
    if (!added.has(index) || !value) return untouched.filter((left) => left.value === before.value);
    return [{ value, path: before.path }];
  });
  return [...values, ...others];
}
