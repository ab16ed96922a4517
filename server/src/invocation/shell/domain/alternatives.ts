/**
 * Values that differ from branch to branch. Each alternative knows which blocks a run goes through to
 * have it, and which it leaves out, so that what excludes each other is never put together.
 */
import type { Block } from './blocks.ts';

/** Something that holds for the runs that go a certain way. */
export interface Alternative<T> {
  readonly value: T;
  readonly path: Path;
  /** Whether it needs no line of its own, and is only there for ways on which nothing else is. */
  readonly fallbackOnly?: boolean;
}

/** What is known of a run: for the value of `if x; then A=1; fi` that it goes through that block. */
export type Path = readonly Step[];

interface Step {
  readonly block: Block;
  /** Whether the run goes through the block. */
  readonly taken: boolean;
}

/** How many steps a path remembers. Forgetting one only means that less is excluded. */
export const MAX_STEPS = 24;
/** How many blocks are looked at from the inside out. */
const MAX_NESTING = 16;

/** Alternatives with what is made of the value of each. */
export function mapValues<T, U>(
  alternatives: readonly Alternative<T>[],
  change: (value: T) => U,
): readonly Alternative<U>[] {
  const only = alternatives[0];
  // Most things have one value.
  if (only && alternatives.length === 1) return [{ value: change(only.value), path: only.path }];
  return alternatives.map(({ value, path }) => ({ value: change(value), path }));
}

/** The way of runs that go both ways. */
export function joinPaths(one: Path, other: Path): Path {
  if (one.length === 0) return other;
  if (other.length === 0) return one;
  const steps = [...one];
  for (const step of other) {
    if (steps.length >= MAX_STEPS) break;
    const known = steps.some(({ block, taken }) => block === step.block && taken === step.taken);
    if (!known) steps.push(step);
  }
  return steps;
}

// Paths are gone through by their numbers: an iterator takes more room than what it goes through, and each value behind each
// block is asked.

/** The way of runs that also go through a block. */
export function throughBlock(path: Path, block: Block | undefined): Path {
  return block ? withStep(path, { block, taken: true }) : path;
}

function withStep(path: Path, step: Step): Path {
  if (path.length >= MAX_STEPS) return path;
  for (let index = 0; index < path.length; index++) {
    if (path[index]?.block === step.block && path[index]?.taken === step.taken) return path;
  }
  // Most paths are short, and a spread one has room for more.
  const only = path[0];
  if (only === undefined) return [step];
  return path.length === 1 ? [only, step] : [...path, step];
}

/**
 * The way of runs that leave a block out; undefined where there are none, since they left out all other
 * blocks of an `if` with `else` before.
 */
export function aroundBlock(path: Path, block: Block): Path | undefined {
  const next = withStep(path, { block, taken: false });
  const { choice } = block;
  if (!choice?.exhaustive || next.length < choice.arms.length) return next;
  for (const arm of choice.arms) if (!leavesOut(next, arm)) return next;
  return undefined;
}

/** Whether it is known of a run that it leaves this very block out. */
function leavesOut(path: Path, block: Block): boolean {
  for (let index = 0; index < path.length; index++) {
    if (path[index]?.block === block && path[index]?.taken === false) return true;
  }
  return false;
}

/** Whether a run that goes this way surely goes through the block. */
export function goesThrough(path: Path, block: Block): boolean {
  for (let index = 0; index < path.length; index++) {
    const step = path[index];
    if (step?.taken && isWithin(step.block, block)) return true;
  }
  return false;
}

/**
 * Whether a run that goes this way cannot be inside the block afterwards. In a loop it can, even if it
 * went through another block of the same `if` before.
 */
export function staysOut(path: Path, block: Block): boolean {
  for (let index = 0; index < path.length; index++) {
    const step = path[index];
    if (step === undefined) continue;
    if (!step.taken && isWithin(block, step.block)) return true;
    if (step.taken && commonChoice(step.block, block)?.repeats === false) return true;
  }
  return false;
}

/** Whether one run can go both ways. */
export function agree(one: Path, other: Path): boolean {
  if (one.length === 0 || other.length === 0) return true;
  for (const step of one) {
    for (const second of other) if (!stepsAgree(step, second)) return false;
  }
  return true;
}

function stepsAgree(one: Step, other: Step): boolean {
  if (one.taken && other.taken) return commonChoice(one.block, other.block) === undefined;
  if (one.taken) return !isWithin(one.block, other.block);
  return !other.taken || !isWithin(other.block, one.block);
}

/** The choice of which two blocks stand in different arms. */
function commonChoice(one: Block, other: Block): Block['choice'] {
  if (one === other) return undefined;
  let arm: Block | undefined = one;
  for (let depth = 0; arm && depth < MAX_NESTING; depth++, arm = arm.parent) {
    if (arm.choice === undefined) continue;
    let second: Block | undefined = other;
    for (let level = 0; second && level < MAX_NESTING; level++, second = second.parent) {
      if (second.choice === arm.choice) return second === arm ? undefined : arm.choice;
    }
  }
  return undefined;
}

function isWithin(inner: Block, outer: Block): boolean {
  let block: Block | undefined = inner;
  for (let depth = 0; block && depth < MAX_NESTING; depth++, block = block.parent) {
    if (block === outer) return true;
  }
  return false;
}

/** One value for each of several things that are used together. */
export interface Combination<T> {
  readonly values: readonly T[];
  readonly path: Path;
}

/**
 * Combinations in which each alternative of each set appears at least once, with no more of them than it
 * takes: not the product. What excludes each other is not combined; a set that has nothing for
 * the way of the others gives its first. At most `limit` combinations; all sets have an alternative.
 */
export function combinations<T>(
  sets: readonly (readonly Alternative<T>[])[],
  limit: number,
): readonly Combination<T>[] {
  const open = sets.map((set) => {
    // The usual: there is nothing to choose.
    return set.length > 1 ? new Set(set.filter(({ fallbackOnly }) => !fallbackOnly)) : undefined;
  });
  const found: Combination<T>[] = [];
  let first = 0;
  do {
    while (first < open.length && !open[first]?.size) first++;
    const lead: Alternative<T> | undefined = open[first]?.values().next().value;
    let path: Path = lead?.path ?? [];
    const values: T[] = [];
    for (let index = 0; index < sets.length; index++) {
      const set = sets[index] ?? [];
      const choice = index === first && lead ? lead : choose(set, open[index], path);
      if (choice === undefined) continue;
      values.push(choice.value);
      if (set.length > 1 && choice !== lead) path = joinPaths(path, choice.path);
      open[index]?.delete(choice);
    }
    found.push({ values, path });
    while (first < open.length && !open[first]?.size) first++;
  } while (first < open.length && found.length < limit);
  return found;
}

/**
 * All combinations of which no two parts exclude each other; where they are more than `limit`, those of
 * `combinations`.
 */
export function products<T>(
  sets: readonly (readonly Alternative<T>[])[],
  limit: number,
): readonly Combination<T>[] {
  let found: readonly Combination<T>[] = [{ values: [], path: [] }];
  for (const set of sets) {
    const next: Combination<T>[] = [];
    for (const { values, path } of found) {
      for (const alternative of set) {
        if (!agree(alternative.path, path)) continue;
        next.push({
          values: [...values, alternative.value],
          path: set.length > 1 ? joinPaths(path, alternative.path) : path,
        });
        if (next.length > limit) return combinations(sets, limit);
      }
    }
    if (next.length === 0) return combinations(sets, limit);
    found = next;
  }
  return found;
}

function choose<T>(
  set: readonly Alternative<T>[],
  open: ReadonlySet<Alternative<T>> | undefined,
  path: Path,
): Alternative<T> | undefined {
  if (set.length <= 1) return set[0];
  let usual: Alternative<T> | undefined;
  let any: Alternative<T> | undefined;
  for (const alternative of set) {
    if (!agree(alternative.path, path)) continue;
    if (open?.has(alternative)) return alternative;
    if (!alternative.fallbackOnly) usual ??= alternative;
    any ??= alternative;
  }
  return usual ?? any ?? set[0];
}
