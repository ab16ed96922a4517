/** Which changes of a variable a place in the script can see. */
import type { Binding, Block, Scope, ShellScan } from './shell-scan.ts';

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

/** How many changes may be looked through for the variables of subshells, so that the work stays linear. */
const MAX_FILTERED = 200_000;

/**
 * Answers which changes a use can see. Inside a function that sets the variable itself only that
 * function's own count; otherwise whatever stands before the use, and for a use in a function first
 * what other code does, since the call may come later. What a subshell changes is seen inside it only.
 */
export function visibleChanges(scan: ShellScan): (name: string, place: Position) => VisibleChanges {
  const functionsOf = remembering(groupByFunction);
  const shellsOf = remembering(groupByShell);
  const shared = remembering(changesForCalls);
  const inShells = new Map<readonly Binding[], Map<Block, readonly Binding[]>>();
  const mixedLists = new Map<readonly Binding[], readonly Binding[]>();
  let budget = MAX_FILTERED;

  const upTo = (changes: readonly Binding[], position: number): VisibleChanges => {
    let count = changes.length;
    while (count > 0 && (changes[count - 1]?.position ?? 0) > position) count--;
    return { changes, count };
  };

  /** The changes that are seen inside a subshell, or outside of all. */
  const seenIn = (all: readonly Binding[], shell: Block | undefined): readonly Binding[] => {
    const groups = shellsOf(all);
    if (groups.size <= 1 && groups.has(undefined)) return all;
    const outer = groups.get(undefined) ?? NO_CHANGES;
    const chain = new Set<Block | undefined>([undefined]);
    for (let place = shell; place && chain.size <= MAX_SHELLS; place = shellOf(place.parent)) {
      if (groups.has(place)) chain.add(place);
    }
    const [, innermost] = chain;
    if (innermost === undefined) return outer;
    const known = inShells.get(all) ?? new Map<Block, readonly Binding[]>();
    inShells.set(all, known);
    let list = known.get(innermost);
    if (list === undefined) {
      budget -= all.length;
      list =
        budget < 0
          ? (groups.get(innermost) ?? NO_CHANGES)
          : all.filter(({ scope }) => chain.has(shellOf(scope.block)));
      known.set(innermost, list);
    }
    return list;
  };

  return (name, { position, scope: { inFunction, block } }) => {
    const all = scan.bindings.get(name) ?? NO_CHANGES;
    if (all.length === 0) return { changes: all, count: 0 };
    if (name === '@') {
      const own = functionsOf(all).get(inFunction) ?? NO_CHANGES;
      return own.some(shiftsAgain) ? NOTHING : upTo(seenIn(own, shellOf(block)), position);
    }
    if (inFunction === undefined) return upTo(seenIn(all, shellOf(block)), position);
    const own = functionsOf(all).get(inFunction) ?? NO_CHANGES;
    // Sharing the list shares the values that are computed for it.
    if (own.length === 0) return { changes: shared(all), count: shared(all).length };
    const before = upTo(own, position);
    const set = own[0]?.change;
    const setsItself = set?.kind === 'assign' && !set.assignment.append;
    if (setsItself && before.count > 0) return before;
    let mixed = mixedLists.get(own);
    if (mixed === undefined) {
      mixed = [...shared(all).filter(({ scope }) => scope.inFunction !== inFunction), ...own];
      mixedLists.set(own, mixed);
    }
    return { changes: mixed, count: mixed.length - own.length + before.count };
  };
}

const NO_CHANGES: readonly Binding[] = [];
const NOTHING: VisibleChanges = { changes: NO_CHANGES, count: 0 };
/** How many subshells around a use are looked at. */
const MAX_SHELLS = 16;

/** The same answer for the same list. */
function remembering<T>(
  compute: (changes: readonly Binding[]) => T,
): (changes: readonly Binding[]) => T {
  const known = new Map<readonly Binding[], T>();
  return (changes) => {
    const found = known.get(changes) ?? compute(changes);
    known.set(changes, found);
    return found;
  };
}

/** A loop that shifts looks at one parameter after the other. */
function shiftsAgain({ change, scope }: Binding): boolean {
  return change.kind === 'shift' && scope.block?.looped === true;
}

/** A function may be called inside of a loop, where its variable is not the last word yet. */
function changesForCalls(all: readonly Binding[]): readonly Binding[] {
  const others = all.filter(({ change }) => change.kind !== 'last');
  return others.length === all.length ? all : others;
}

/** The innermost subshell in which a block is, itself included. */
function shellOf(block: Block | undefined): Block | undefined {
  let place = block;
  while (place && place.kind !== 'subshell') place = place.parent;
  return place;
}

function groupByShell(
  changes: readonly Binding[],
): ReadonlyMap<Block | undefined, readonly Binding[]> {
  return groupBy(changes, ({ scope }) => shellOf(scope.block));
}

function groupByFunction(
  changes: readonly Binding[],
): ReadonlyMap<number | undefined, readonly Binding[]> {
  return groupBy(changes, ({ scope }) => scope.inFunction);
}

function groupBy<K>(
  changes: readonly Binding[],
  keyOf: (change: Binding) => K,
): ReadonlyMap<K, readonly Binding[]> {
  const groups = new Map<K, Binding[]>();
  for (const change of changes) {
    const key = keyOf(change);
    const group = groups.get(key);
    if (group) group.push(change);
    else groups.set(key, [change]);
  }
  return groups;
}
