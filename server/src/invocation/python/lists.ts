/** Items of lists as they are spread, added and replaced. */
import type { Branch } from '../../text/mapped-text.ts';
import { itemInBranch } from './join.ts';
import { itemsIn, type Run } from './run.ts';
import { type Item, optionsOf, UNKNOWN_VALUE, type Value } from './values.ts';
import { itemsThrough } from './words.ts';

/** What `*value` gives. Of several lists each may be there. */
export function spreadItems(value: Value, at: Item['at'], run: Run): readonly Item[] {
  const unknown: Item = { value: UNKNOWN_VALUE, at, many: true };
  const options = optionsOf(value);
  return options.flatMap(({ value: own, path }) => {
    const items = own.kind === 'list' ? itemsThrough(run, own) : undefined;
    if (items === undefined) return [unknown];
    if (options.length === 1) return items;
    const arm = path.at(-1) ?? {};
    // What is in one of several lists is not together with what is in another.
    const known = new Map<Branch, Branch>();
    return items.map((item) => {
      if (item.branch === undefined) return { ...item, branch: arm };
      const { condition, looped } = item.branch;
      const branch = known.get(item.branch) ?? { condition, ...(looped ? { looped } : {}) };
      known.set(item.branch, branch);
      return { ...item, branch };
    });
  });
}

/** The key that a value is; undefined where it is not known. */
export function keyOf(value: Value): string | undefined {
  if (value.kind === 'text' || value.kind === 'number') {
    const isKnown = value.text.pieces.every(({ kind }) => kind === 'known');
    return isKnown ? `${value.kind} ${value.text.text}` : undefined;
  }
  return value.kind === 'constant' ? `constant ${value.value}` : undefined;
}

/** Adds items to a list; perhaps only, where it is one of several. */
export function extendList(
  list: Value,
  items: readonly Item[],
  run: Run,
  isOneOfSeveral = false,
): void {
  if (list.kind !== 'list') return;
  const own = itemsIn(run, list);
  if (own === undefined) return;
  const added = isOneOfSeveral ? items.map((item) => itemInBranch(item, {})) : items;
  setItems(list, [...own, ...added], run);
}

export function setItems(list: Value, items: readonly Item[], run: Run): void {
  if (list.kind !== 'list') return;
  const cell = run.state.cells.get(list.id);
  if (cell?.kind !== 'list') return;
  run.budget.steps -= items.length >> 5;
  run.state.cells.set(list.id, { ...cell, items });
}
