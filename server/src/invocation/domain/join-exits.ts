/** Joins variables after branches; growth in one (`args+=(…)` in `if`) becomes an optional part of the value. */

import { isUsedUp, spend } from '../../text/fuel.ts';
import { LIMITS } from '../../text/limits.ts';
import { addToSet } from '../../text/lookup.ts';
import { around, through } from './alternatives.ts';
import type { Block } from './blocks.ts';
import { bounded, drop } from './bounded.ts';
import { grow, growthSince, hasGrown, inOne } from './growth.ts';
import { isOutput } from './keys.ts';
import { type Budget, COST, spendOnPieces } from './limits.ts';
import type { BranchExit, State } from './state.ts';
import {
  type AbstractValue,
  type ConcreteValue,
  leftBy,
  mayBeSkippedPart,
  sizeOf,
  UNSET,
} from './values.ts';

const NO_CHANGES: BranchExit['changes'] = new Map();

/** Joins branches into `into`, itself one if reachable. `base` has unchanged values. */
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
  if (into.budget && isUsedUp(into.budget)) return;
  const leaving = exits.some(leavesSome) ? exits.filter(leavesSome) : NO_EXITS;
  const ofName = exitsByName(exits);
  namesIn(arriving).forEach((_, name) => {
    if (wanted?.(name) === false) return;
    const held = into.get(name);
    if (held === UNSET && isOutput(name)) return;
    const own = ofName(name);
    if (wasReachable && areUnchanged(name, held, own)) return;
    const old = wasReachable ? held : valuesBefore(name, arriving, base);
    const isOnly = arriving.length === 1;
    const joined = bounded(joinValues(old, own, isOnly, leaving, name, into), into.budget);
    if (into.budget) spend(into.budget, COST.value * joined.length);
    into.set(name, joined);
  });
  const [first] = exits;
  const whole = first?.block.choice;
  const covered = whole?.exhaustive === true && exits.length === whole.arms.length;
  if (arriving.length > 0) into.reachable = true;
  else if (covered) into.reachable = false;
}

/** Exits that concern a name, in order. */
function exitsByName(exits: readonly BranchExit[]): (name: string) => readonly BranchExit[] {
  if (exits.length <= LIMITS.several) return () => exits;
  const own = new Map<string, Set<BranchExit>>();
  for (const exit of exits) {
    for (const name of exit.changes.keys()) addToSet(own, name, exit);
    for (const name of exit.unchanged?.keys() ?? []) addToSet(own, name, exit);
  }
  const ended = exits.filter(({ arrives }) => !arrives).slice(0, LIMITS.branches);
  const order = new Map(exits.map((exit, index) => [exit, index]));
  const place = (exit: BranchExit) => order.get(exit) ?? 0;
  return (name) => {
    const all = new Set([...(own.get(name) ?? NO_EXITS), ...ended]);
    return [...all].sort((a, b) => place(a) - place(b));
  };
}

const NOTHING_HELD: AbstractValue = [];
const NO_EXITS: readonly BranchExit[] = [];

function valuesBefore(
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
  const left = unchangedValues(leaving, name);
  if (left.length === 0) return joined;
  return joined === UNSET && old.length === 0 ? left : [...joined, ...left];
}

function leavesSome({ unchanged }: BranchExit): boolean {
  return unchanged !== undefined;
}

function unchangedValues(leaving: readonly BranchExit[], name: string): AbstractValue {
  const left: AbstractValue[number][] = [];
  for (const { unchanged, block } of leaving) {
    for (const one of through(unchanged?.get(name) ?? NOTHING_HELD, block)) left.push(one);
  }
  return left;
}

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
    return through(single.changes.get(name) ?? [], single.block);
  }
  if (kept.length === 0 && count <= LIMITS.kept) {
    return count > 0 ? separateValues(changed, name) : UNSET;
  }
  const grown = joinGrowth(old, changed, name, into);
  if (grown) return grown;
  return [...kept, ...separateValues(firstExits(changed, count, name, into.budget), name)];
}

function firstExits(
  exits: readonly BranchExit[],
  count: number,
  name: string,
  budget: Budget | undefined,
): readonly BranchExit[] {
  if (count <= LIMITS.group) return exits;
  const few: BranchExit[] = [];
  let left = LIMITS.group;
  for (const exit of exits) {
    const values = exit.changes.get(name) ?? [];
    if (left > 0) few.push(exit);
    else if (budget) drop(values, budget);
    left -= values.length;
  }
  return few;
}

function markGrowth(parts: readonly ConcreteValue[], block: Block): readonly ConcreteValue[] {
  const marked = parts.map((part) => mayBeSkippedPart(part, block));
  return marked.length > 1 ? (inOne(marked) ?? marked) : marked;
}

function separateValues(exits: readonly BranchExit[], name: string): AbstractValue {
  const [only] = exits;
  if (only && exits.length === 1) {
    return leftBy(only.changes.get(name) ?? NOTHING_HELD, only.block);
  }
  return exits.flatMap(({ changes, block }) => leftBy(changes.get(name) ?? NOTHING_HELD, block));
}

function mayGrow(values: AbstractValue | undefined): boolean {
  return values?.some(({ value }) => hasGrown(value)) === true;
}

/** Old values with the parts that branches add; undefined for other changes. */
function joinGrowth(
  old: AbstractValue,
  exits: readonly BranchExit[],
  name: string,
  { parent, budget }: State,
): AbstractValue | undefined {
  const remember = parent !== undefined;
  if (!exits.some(({ changes }) => mayGrow(changes.get(name)))) return undefined;
  const befores = old.map(({ value }) => value);
  const growths = exits.map(({ changes }) => {
    return (changes.get(name) ?? []).map(({ value }) => growthSince(value, befores));
  });
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
      if (!growth || !current || times.get(growth.index) !== 1) {
        others.push(...leftBy([{ value, path }], block));
        continue;
      }
      const front = markGrowth(growth.front, block);
      const back = markGrowth(growth.back, block);
      const size = [current, ...front, ...back].reduce((sum, part) => sum + sizeOf(part), 0);
      if (size > LIMITS.pieces) return undefined;
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
