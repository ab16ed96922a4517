/** Which changes of a variable a place in the script can see. */
import type { Binding, Scope, ShellScan } from './shell-scan.ts';

/** The changes of a variable in the order in which they happen; a use sees the first `count` of them. */
export interface VisibleChanges {
  readonly changes: readonly Binding[];
  readonly count: number;
}

/** Where a word stands. */
export interface Position {
  readonly position: number;
  readonly scope: Scope;
}

/**
 * Answers which changes a use can see. Inside a function that sets the variable itself only that
 * function's own count; otherwise whatever stands before the use, and for a use in a function first
 * what other code does, since the call may come later.
 */
export function visibleChanges(scan: ShellScan): (name: string, place: Position) => VisibleChanges {
  /** For each variable its changes by the function that makes them. */
  const byFunction = new Map<string, ReadonlyMap<number | undefined, readonly Binding[]>>();
  const ownChanges = (name: string, all: readonly Binding[], inFunction: number) => {
    let groups = byFunction.get(name);
    if (groups === undefined) {
      groups = groupByFunction(all);
      byFunction.set(name, groups);
    }
    return groups.get(inFunction) ?? NO_CHANGES;
  };
  const mixedLists = new Map<readonly Binding[], readonly Binding[]>();
  const upTo = (changes: readonly Binding[], position: number): VisibleChanges => {
    let count = changes.length;
    while (count > 0 && (changes[count - 1]?.position ?? 0) > position) count--;
    return { changes, count };
  };
  return (name, { position, scope: { inFunction } }) => {
    const all = scan.bindings.get(name) ?? [];
    if (inFunction === undefined) return upTo(all, position);
    const own = ownChanges(name, all, inFunction);
    // Sharing the list shares the values that are computed for it.
    if (own.length === 0) return { changes: all, count: all.length };
    const before = upTo(own, position);
    const set = own[0]?.change;
    const setsItself = set?.kind === 'assign' && !set.assignment.append;
    if (setsItself && before.count > 0) return before;
    let mixed = mixedLists.get(own);
    if (mixed === undefined) {
      mixed = [...all.filter(({ scope }) => scope.inFunction !== inFunction), ...own];
      mixedLists.set(own, mixed);
    }
    return { changes: mixed, count: mixed.length - own.length + before.count };
  };
}

const NO_CHANGES: readonly Binding[] = [];

function groupByFunction(
  changes: readonly Binding[],
): ReadonlyMap<number | undefined, readonly Binding[]> {
  const groups = new Map<number | undefined, Binding[]>();
  for (const change of changes) {
    const group = groups.get(change.scope.inFunction);
    if (group) group.push(change);
    else groups.set(change.scope.inFunction, [change]);
  }
  return groups;
}
