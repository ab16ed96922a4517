/** Joins the states of branches. */

import { LIMITS } from '../../text/limits.ts';
import {
  type Branch,
  concat,
  inBranch,
  type MappedText,
  mappedText,
  type Piece,
} from '../../text/mapped-text.ts';
import { type Run, spendOnEntries, spendOnOptions } from './run.ts';
import { changesSince, commonBase, type Store, storeOn } from './store.ts';
import {
  type Arm,
  type Cell,
  either,
  type Item,
  isArm,
  MISSING,
  optionsOf,
  type State,
  sameValue,
  UNKNOWN_VALUE,
  type Value,
} from './values.ts';

/** The state after an arm. */
export interface Left {
  readonly state: State;
  readonly arm: Arm;
}

/** The joined state: common changes, and each arm's changes as possible. */
export function joinStates(left: readonly Left[], run: Run): State | undefined {
  const [first, ...others] = left;
  if (first === undefined) return undefined;
  let joined: Left = first;
  let isFirst = true;
  for (const other of others) {
    joined = { state: joinTwo(joined, other, isFirst, run), arm: joined.arm };
    isFirst = false;
  }
  return joined.state;
}

function joinTwo(one: Left, other: Left, marksFirst: boolean, run: Run): State {
  // A value shared by several arms is attributed to none.
  const first: Arm | Branch = marksFirst ? one.arm : {};
  const variables = storeOn(commonBase(one.state.variables, other.state.variables));
  const cells = storeOn(commonBase(one.state.cells, other.state.cells));
  for (const id of changedIn(one.state.cells, other.state.cells, cells.base)) {
    const [own, cell] = [one.state.cells.get(id), other.state.cells.get(id)];
    if (own !== cell && own && own.kind !== 'list') spendOnEntries(run, own.entries);
    const joined = own && cell ? joinCells(own, cell, first, other.arm) : (own ?? cell);
    if (joined) cells.set(id, joined);
  }
  for (const name of changedIn(one.state.variables, other.state.variables, variables.base)) {
    const [own, value] = [one.state.variables.get(name), other.state.variables.get(name)];
    if (own === undefined || value === undefined || own === value) {
      const only = own ?? value;
      if (only) variables.set(name, only);
      continue;
    }
    const merged = mergedLists(own, value, one.state, other.state, first, other.arm);
    if (merged) {
      const id = ++run.count;
      cells.set(id, merged);
      variables.set(name, { kind: 'list', id, through: [] });
    } else {
      const joined = joinValues(own, value, first, other.arm);
      if (joined.kind === 'either') spendOnOptions(run, joined);
      variables.set(name, joined);
    }
  }
  return { variables, cells };
}

/** Keys that one of two stores changed since a base. */
function changedIn<Key, Held>(
  one: Store<Key, Held>,
  other: Store<Key, Held>,
  base: Store<Key, Held> | undefined,
): ReadonlySet<Key> {
  return new Set([...changesSince(one, base).keys(), ...changesSince(other, base).keys()]);
}

/** Merges two versions of a list, as `args = args + […]` leaves them, if similar. */
function mergedLists(
  one: Value,
  other: Value,
  ofOne: State,
  ofOther: State,
  first: Arm | Branch,
  second: Arm,
): Cell | undefined {
  if (one.kind !== 'list' || other.kind !== 'list' || one.id === other.id) return undefined;
  const [own, added] = [ofOne.cells.get(one.id), ofOther.cells.get(other.id)];
  if (own?.kind !== 'list' || added?.kind !== 'list' || own.isTuple || added.isTuple) {
    return undefined;
  }
  if (own.items.length + added.items.length > LIMITS.pythonMerged) return undefined;
  return joinCells(own, added, first, second);
}

function joinValues(one: Value, other: Value, first: Arm | Branch, second: Arm): Value {
  if (sameValue(one, other)) return one;
  if (one.kind === 'text' && other.kind === 'text') {
    const grown = joinGrown(one.text, other.text, first, second);
    if (grown) return { kind: 'text', text: grown };
  }
  return either([...underArm(one, first), ...underArm(other, second)]);
}

function underArm(value: Value, arm: Arm | Branch) {
  return optionsOf(value).map(({ value: own, path }) => {
    const isKnown = !isArm(arm) || path.some(({ choice }) => choice === arm.choice);
    return { value: own, path: isKnown ? path : [...path, arm] };
  });
}

/** Joins a text that grew in an arm: `line += " -S"`. Undefined if the ends are not whole words. */
function joinGrown(
  one: MappedText,
  other: MappedText,
  first: Branch,
  second: Branch,
): MappedText | undefined {
  let same = 0;
  while (same < one.pieces.length && isSamePiece(one.pieces[same], other.pieces[same])) same++;
  if (same === 0) return undefined;
  const head = mappedText(one.pieces.slice(0, same), one.place);
  const tails = [one, other].map(({ pieces }) => mappedText(pieces.slice(same)));
  const isApart = tails.every(({ decoded }) => {
    return decoded === '' || /^\s/.test(decoded) || /\s$/.test(head.decoded);
  });
  if (!isApart) return undefined;
  const [own = head, added = head] = tails;
  const marked = inBranch(own, first);
  return concat([head, marked, inBranch(added, second)]);
}

function isSamePiece(one: Piece | undefined, other: Piece | undefined): boolean {
  if (one === other) return true;
  if (one === undefined || other === undefined || one.kind !== other.kind) return false;
  const isAlike =
    one.kind === 'known' && other.kind === 'known'
      ? one.text === other.text
      : one.kind === 'unknown';
  return isAlike && one.at.start === other.at.start && one.at.end === other.at.end;
}

function joinCells(one: Cell, other: Cell, first: Arm | Branch, second: Arm): Cell {
  if (one === other) return one;
  if (one.kind === 'list' && other.kind === 'list') {
    return { ...one, items: joinItems(one.items, other.items, first, second) };
  }
  if (one.kind === 'list' || other.kind === 'list') return one;
  const entries = new Map(one.entries);
  // Most entries are equal.
  for (const [key, own] of one.entries) {
    const value = other.entries.get(key) ?? MISSING;
    if (value !== own) entries.set(key, joinValues(own, value, first, second));
  }
  for (const [key, value] of other.entries) {
    if (!one.entries.has(key)) entries.set(key, joinValues(MISSING, value, first, second));
  }
  if (one.kind === 'object') return { ...one, entries };
  return { ...one, entries, isOpen: one.isOpen || (other.kind === 'dictionary' && other.isOpen) };
}

/** Joins items: common start and end, optional middle. */
function joinItems(
  one: readonly Item[],
  other: readonly Item[],
  first: Branch,
  second: Arm,
): readonly Item[] {
  const ofFirst = itemsInBranch(first);
  const shortest = Math.min(one.length, other.length);
  let start = 0;
  while (start < shortest && isSameItem(one[start], other[start])) start++;
  let end = 0;
  while (end < shortest - start && isSameItem(one.at(-1 - end), other.at(-1 - end))) end++;
  return fewItems([
    ...one.slice(0, start),
    // Items of one arm exclude those of others.
    ...one.slice(start, one.length - end).map((item) => {
      return isArm(item.branch) && item.branch.choice === second.choice ? item : ofFirst(item);
    }),
    ...other.slice(start, other.length - end).map(itemsInBranch(second)),
    ...one.slice(one.length - end),
  ]);
}

/** Cuts a long list and adds an unknown rest. */
export function fewItems(items: readonly Item[]): readonly Item[] {
  const first = items[LIMITS.pythonItems];
  if (first === undefined) return items;
  return [
    ...items.slice(0, LIMITS.pythonItems),
    { value: UNKNOWN_VALUE, at: first.at, many: true },
  ];
}

function isSameItem(one: Item | undefined, other: Item | undefined): boolean {
  if (one === other) return true;
  if (one === undefined || other === undefined || one.many !== other.many) return false;
  if (one.branch !== other.branch) return false;
  return one.at.start === other.at.start && sameValue(one.value, other.value);
}

/** Marks items of a branch. Optional ones get an inner branch of their own, since they may be copies. */
export function itemsInBranch(branch: Branch): (item: Item) => Item {
  const inner = new Map<Branch, Branch>();
  return (item) => {
    if (item.branch === undefined) return { ...item, branch };
    const { condition, looped } = item.branch;
    const both = inner.get(item.branch) ?? { condition, ...(looped ? { looped } : {}) };
    inner.set(item.branch, both);
    return { ...item, branch: both };
  };
}

/** Marks an item of a branch. */
export function itemInBranch(item: Item, branch: Branch): Item {
  return item.branch ? item : { ...item, branch };
}

/** A cell that may have changed: its items and unknown others. */
export function withMore(cell: Cell): Cell {
  if (cell.kind !== 'list') return cell;
  const last = cell.items.at(-1);
  if (last?.many && last.value.kind === 'unknown') return cell;
  const at = last?.at ?? { start: 0, end: 0 };
  return { ...cell, items: [...cell.items, { value: UNKNOWN_VALUE, at, many: true }] };
}
