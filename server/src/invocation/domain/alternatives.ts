/** Values by branch, with the blocks that their runs enter or skip. */
import { LIMITS } from '../../text/limits.ts';
import type { Block } from './blocks.ts';

/** A value and the path of its runs. */
export interface Alternative<T> {
  readonly value: T;
  readonly path: Path;
  /** Whether a run takes this path only if no other value fits. */
  readonly fallbackOnly?: boolean;
}

/** Which blocks a run enters or skips: `if x; then A=1; fi`. */
export type Path = readonly Step[];

interface Step {
  readonly block: Block;
  readonly taken: boolean;
}

/** Changes each value. */
export function mapValues<T, U>(
  alternatives: readonly Alternative<T>[],
  change: (value: T) => U,
): readonly Alternative<U>[] {
  const only = alternatives[0];
  if (only && alternatives.length === 1) return [{ value: change(only.value), path: only.path }];
  return alternatives.map(({ value, path }) => ({ value: change(value), path }));
}

/** Makes further values of each. */
export function flatMapValues<T, U>(
  alternatives: readonly Alternative<T>[],
  make: (value: T, path: Path) => readonly Alternative<U>[],
): readonly Alternative<U>[] {
  return alternatives.flatMap(({ value, path }) => onPath(make(value, path), path));
}

/** Values of runs that also follow a path. */
export function onPath<T>(
  values: readonly Alternative<T>[],
  path: Path,
): readonly Alternative<T>[] {
  return values.map((one) => ({ value: one.value, path: joinPaths(path, one.path) }));
}

/** Values of runs that skip a block. */
export function around<T>(
  values: readonly Alternative<T>[],
  block: Block,
): readonly Alternative<T>[] {
  const only = values[0];
  if (only && values.length === 1) {
    const left = oneAround(only, block);
    return left === only ? values : left ? [left] : NOTHING_LEFT;
  }
  return values.flatMap((alternative) => oneAround(alternative, block) ?? []);
}

const NOTHING_LEFT: readonly never[] = [];

function oneAround<T>(alternative: Alternative<T>, block: Block): Alternative<T> | undefined {
  const { value, path } = alternative;
  if (staysOut(path, block)) return alternative;
  const left = goesThrough(path, block) ? undefined : aroundBlock(path, block);
  return left && { value, path: left };
}

/** Values of runs that enter a block. */
export function through<T>(
  values: readonly Alternative<T>[],
  block: Block | undefined,
): readonly Alternative<T>[] {
  return values.map(({ value, path }) => ({ value, path: throughBlock(path, block) }));
}

/** The path of runs that follow both. */
export function joinPaths(one: Path, other: Path): Path {
  if (one.length === 0) return other;
  if (other.length === 0) return one;
  const steps = [...one];
  for (const step of other) {
    if (steps.length >= LIMITS.branches) break;
    const known = steps.some(({ block, taken }) => block === step.block && taken === step.taken);
    if (!known) steps.push(step);
  }
  return steps;
}

/** The path of runs that also enter a block. */
export function throughBlock(path: Path, block: Block | undefined): Path {
  return block ? withStep(path, { block, taken: true }) : path;
}

function withStep(path: Path, step: Step): Path {
  if (path.length >= LIMITS.branches) return path;
  for (let index = 0; index < path.length; index++) {
    if (path[index]?.block === step.block && path[index]?.taken === step.taken) return path;
  }
  const only = path[0];
  if (only === undefined) return [step];
  return path.length === 1 ? [only, step] : [...path, step];
}

/** Undefined if an `else` leaves no run that skips the block. */
function aroundBlock(path: Path, block: Block): Path | undefined {
  const next = withStep(path, { block, taken: false });
  const { choice } = block;
  if (!choice?.exhaustive || next.length < choice.arms.length) return next;
  for (const arm of choice.arms) if (!leavesOut(next, arm)) return next;
  return undefined;
}

function leavesOut(path: Path, block: Block): boolean {
  for (let index = 0; index < path.length; index++) {
    if (path[index]?.block === block && path[index]?.taken === false) return true;
  }
  return false;
}

/** Whether a run on a path enters a block. */
export function goesThrough(path: Path, block: Block): boolean {
  for (let index = 0; index < path.length; index++) {
    const step = path[index];
    if (step?.taken && isWithin(step.block, block)) return true;
  }
  return false;
}

/** Whether a run on a path never enters a block later; in a loop it may. */
export function staysOut(path: Path, block: Block): boolean {
  for (let index = 0; index < path.length; index++) {
    const step = path[index];
    if (step === undefined) continue;
    if (!step.taken && isWithin(block, step.block)) return true;
    if (step.taken && commonChoice(step.block, block)?.repeats === false) return true;
  }
  return false;
}

/** Whether one run can follow both paths. */
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

function commonChoice(one: Block, other: Block): Block['choice'] {
  if (one === other) return undefined;
  let arm: Block | undefined = one;
  for (let depth = 0; arm && depth < LIMITS.depth; depth++, arm = arm.parent) {
    if (arm.choice === undefined) continue;
    let second: Block | undefined = other;
    for (let level = 0; second && level < LIMITS.depth; level++, second = second.parent) {
      if (second.choice === arm.choice) return second === arm ? undefined : arm.choice;
    }
  }
  return undefined;
}

function isWithin(inner: Block, outer: Block): boolean {
  let block: Block | undefined = inner;
  for (let depth = 0; block && depth < LIMITS.depth; depth++, block = block.parent) {
    if (block === outer) return true;
  }
  return false;
}

type Combined<T> = readonly Alternative<readonly T[]>[];

/** At most `limit` combinations of compatible values, with each value at least once; with `every` all, if they fit. */
export function combinations<T>(
  sets: readonly (readonly Alternative<T>[])[],
  limit: number,
  every = false,
): Combined<T> {
  const all = every ? products(sets, limit) : undefined;
  if (all) return all;
  const open = sets.map((set) => {
    return set.length > 1 ? new Set(set.filter(({ fallbackOnly }) => !fallbackOnly)) : undefined;
  });
  const found: Alternative<readonly T[]>[] = [];
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
    found.push({ value: values, path });
    while (first < open.length && !open[first]?.size) first++;
  } while (first < open.length && found.length < limit);
  return found;
}

/** Undefined if no combination exists, or more than `limit`. */
function products<T>(
  sets: readonly (readonly Alternative<T>[])[],
  limit: number,
): Combined<T> | undefined {
  let found: Combined<T> = [{ value: [], path: [] }];
  for (const set of sets) {
    found = flatMapValues(found, (values, path) => {
      const fitting = set.filter((one) => agree(one.path, path));
      const next = mapValues(fitting, (value) => [...values, value]);
      return set.length > 1 ? next : next.map(({ value }) => ({ value, path: [] }));
    });
    if (found.length === 0 || found.length > limit) return undefined;
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
    const isOpen = open?.has(alternative) === true;
    // Most paths need no comparison.
    if (!isOpen && (usual || (any && alternative.fallbackOnly))) continue;
    if (!agree(alternative.path, path)) continue;
    if (isOpen) return alternative;
    if (!alternative.fallbackOnly) usual = alternative;
    any ??= alternative;
  }
  return usual ?? any ?? set[0];
}
