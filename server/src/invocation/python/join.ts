/** Joins the states of branches: common changes stay, others are possible. */

import { PYTHON } from '../../syntax/python/encodings.ts';
import { LIMITS } from '../../text/limits.ts';
import {
  type Branch,
  concat,
  inBranch,
  type MappedText,
  mappedText,
  type Piece,
  unwritten,
} from '../../text/mapped-text.ts';
import { type Left, type Run, spendOnEntries, spendOnOptions } from './run.ts';
import { changesSince, commonBase, type Store, storeOn } from './store.ts';
import {
  type Cell,
  copyOf,
  either,
  type Item,
  MISSING,
  type State,
  sameValue,
  UNKNOWN_VALUE,
  type Value,
} from './values.ts';

export function joinStates(left: readonly Left[], run: Run): State | undefined {
  const [first, ...others] = left;
  // A value that several branches share belongs to none of them.
  return others.reduce((joined, other, index) => {
    const branch = index === 0 ? (first?.branch ?? {}) : {};
    return joinTwo({ state: joined ?? other.state, branch }, other, run);
  }, first?.state);
}

/** Joins states with an unknown condition. */
export function joinAll(states: readonly State[], run: Run): State | undefined {
  return joinStates(
    states.map((state) => ({ state, branch: {} })),
    run,
  );
}

/** Runs `work`, which an exception may stop anywhere; the states that it may leave. */
export function stoppedIn(run: Run, work: () => void): State {
  const { state: before, overwritten: outer } = run;
  const overwritten = new Map<string, Value>();
  run.overwritten = overwritten;
  run.state = copyOf(before);
  work();
  run.overwritten = outer;
  const state = joinAll([run.state, before], run) ?? before;
  for (const [key, value] of overwritten) {
    state.variables.set(key, either(state.variables.get(key) ?? value, value));
    outer?.set(key, either(value, outer.get(key) ?? value));
  }
  return state;
}

function joinTwo(one: Left, other: Left, run: Run): State {
  const variables = storeOn(commonBase(one.state.variables, other.state.variables));
  const cells = storeOn(commonBase(one.state.cells, other.state.cells));
  for (const id of changedIn(one.state.cells, other.state.cells, cells.base)) {
    const [own, cell] = [one.state.cells.get(id), other.state.cells.get(id)];
    if (own !== cell && own && own.kind !== 'list') spendOnEntries(run, own.entries);
    const joined = own && cell ? joinCells(own, cell, one.branch, other.branch) : (own ?? cell);
    if (joined) cells.set(id, joined);
  }
  for (const name of changedIn(one.state.variables, other.state.variables, variables.base)) {
    const [own, value] = [one.state.variables.get(name), other.state.variables.get(name)];
    if (own === undefined || value === undefined || own === value) {
      const only = own ?? value;
      if (only) variables.set(name, only);
      continue;
    }
    const merged = mergedLists(own, value, one, other);
    if (merged) {
      const id = ++run.count;
      cells.set(id, merged);
      variables.set(name, { kind: 'list', id, through: [] });
    } else {
      const joined = joinValues(own, value, one.branch, other.branch);
      if (joined.kind === 'either') spendOnOptions(run, joined);
      variables.set(name, joined);
    }
  }
  return { variables, cells };
}

function changedIn<Key, Held>(
  one: Store<Key, Held>,
  other: Store<Key, Held>,
  base: Store<Key, Held> | undefined,
): ReadonlySet<Key> {
  return new Set([...changesSince(one, base).keys(), ...changesSince(other, base).keys()]);
}

/** Merges lists with the same first item, or of which one is empty: `args = args + […]` in a branch. */
function mergedLists(one: Value, other: Value, first: Left, second: Left): Cell | undefined {
  if (one.kind !== 'list' || other.kind !== 'list' || one.id === other.id) return undefined;
  const [own, added] = [first.state.cells.get(one.id), second.state.cells.get(other.id)];
  if (own?.kind !== 'list' || added?.kind !== 'list' || own.isTuple || added.isTuple) {
    return undefined;
  }
  const [first1, first2] = [own.items[0], added.items[0]];
  if (first1 && first2 && !isSameItem(first1, first2)) return undefined;
  if (own.items.length + added.items.length > LIMITS.group) return undefined;
  return joinCells(own, added, first.branch, second.branch);
}

function joinValues(one: Value, other: Value, first: Branch, second: Branch): Value {
  if (sameValue(one, other)) return one;
  if (one.kind === 'text' && other.kind === 'text') {
    const grown = joinGrown(one.text, other.text, first, second);
    if (grown) return { kind: 'text', text: grown };
  }
  return either(one, other);
}

/** Joins a text that grew in a branch: `line += " -S"`; undefined unless whole words were added. */
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
  const needsBlank = own.decoded !== '' && /^\S/.test(added.decoded);
  const blank = needsBlank ? [unwritten(' ', head.place.start, PYTHON.expression)] : [];
  return concat([head, inBranch(own, first), ...blank, inBranch(added, second)]);
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

function joinCells(one: Cell, other: Cell, first: Branch, second: Branch): Cell {
  if (one === other) return one;
  if (one.kind === 'list' && other.kind === 'list') {
    return { ...one, items: joinItems(one.items, other.items, first, second) };
  }
  if (one.kind === 'list' || other.kind === 'list') return one;
  const entries = new Map(one.entries);
  for (const [key, own] of one.entries) {
    const value = other.entries.get(key) ?? MISSING;
    if (value !== own) entries.set(key, joinValues(own, value, first, second));
  }
  for (const [key, value] of other.entries) {
    if (!one.entries.has(key)) entries.set(key, joinValues(MISSING, value, first, second));
  }
  return { ...one, entries, isOpen: one.isOpen || other.isOpen };
}

function joinItems(
  one: readonly Item[],
  other: readonly Item[],
  first: Branch,
  second: Branch,
): readonly Item[] {
  const shortest = Math.min(one.length, other.length);
  let start = 0;
  while (start < shortest && isSameItem(one[start], other[start])) start++;
  let end = 0;
  while (end < shortest - start && isSameItem(one.at(-1 - end), other.at(-1 - end))) end++;
  return fewItems([
    ...one.slice(0, start),
    ...one.slice(start, one.length - end).map(itemsInBranch(first)),
    ...other.slice(start, other.length - end).map(itemsInBranch(second)),
    ...one.slice(one.length - end),
  ]);
}

/** Cuts a long list and adds an unknown rest. */
export function fewItems(items: readonly Item[]): readonly Item[] {
  const first = items[LIMITS.pieces];
  if (first === undefined) return items;
  return [...items.slice(0, LIMITS.pieces), { value: UNKNOWN_VALUE, at: first.at, many: true }];
}

function isSameItem(one: Item | undefined, other: Item | undefined): boolean {
  if (one === other) return true;
  if (one === undefined || other === undefined || one.many !== other.many) return false;
  if (one.branch !== other.branch) return false;
  return one.at.start === other.at.start && sameValue(one.value, other.value);
}

/** Marks items of a branch; optional ones in an inner branch, since they may be copies. */
export function itemsInBranch(branch: Branch): (item: Item) => Item {
  const inner = new Map<Branch, Branch>();
  return (item) => {
    if (item.branch === undefined) return { ...item, branch };
    const own = inner.get(item.branch) ?? { ...item.branch };
    inner.set(item.branch, own);
    return { ...item, branch: own };
  };
}

/** Adds an unknown number of items to a list. */
export function withMore(cell: Cell): Cell {
  if (cell.kind !== 'list') return cell;
  const last = cell.items.at(-1);
  if (last?.many && last.value === UNKNOWN_VALUE) return cell;
  const at = last?.at ?? { start: 0, end: 0 };
  return { ...cell, items: [...cell.items, { value: UNKNOWN_VALUE, at, many: true }] };
}
