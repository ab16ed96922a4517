/**
 * A map that stands on another one, which does not change any more. An arm of a branch changes a few of all values, so
 * that beginning and joining it must not cost what there is.
 */

/** What is held by keys; what `own` does not have is what `base` has. */
export interface Store<Key, Held> {
  readonly base: Store<Key, Held> | undefined;
  readonly depth: number;
  readonly own: ReadonlyMap<Key, Held>;
  readonly get: (key: Key) => Held | undefined;
  readonly set: (key: Key, value: Held) => void;
}

/** So many stores on each other are put into one map, to be read from, and so many of these into one, and so on. */
const TOGETHER = 16;

/** An empty store on another one. */
export function storeOn<Key, Held>(base?: Store<Key, Held>): Store<Key, Held> {
  const own = new Map<Key, Held>();
  const depth = base ? base.depth + 1 : 0;
  let span = 1;
  while (depth > 0 && depth % (span * TOGETHER) === 0) span *= TOGETHER;
  let below = base;
  for (let step = span; step > 1 && below; step--) below = below.base;
  const between = base && span > 1 ? changesSince(base, below) : undefined;
  return {
    base,
    depth,
    own,
    get: (key) => own.get(key) ?? between?.get(key) ?? below?.get(key),
    set: (key, value) => {
      own.set(key, value);
    },
  };
}

/** What was set since a store that one stands on; since the beginning without it. */
export function changesSince<Key, Held>(
  store: Store<Key, Held>,
  base: Store<Key, Held> | undefined,
): ReadonlyMap<Key, Held> {
  const changes = new Map<Key, Held>();
  for (
    let place: Store<Key, Held> | undefined = store;
    place && place !== base;
    place = place.base
  ) {
    for (const [key, value] of place.own) if (!changes.has(key)) changes.set(key, value);
  }
  return changes;
}

/** All that is in a store. */
export function allIn<Key, Held>(store: Store<Key, Held>): ReadonlyMap<Key, Held> {
  return changesSince(store, undefined);
}

/** The store on which two of them stand. */
export function commonBase<Key, Held>(
  one: Store<Key, Held>,
  other: Store<Key, Held>,
): Store<Key, Held> | undefined {
  let [first, second]: (Store<Key, Held> | undefined)[] = [one, other];
  while (first !== second) {
    if (first === undefined || second === undefined) return undefined;
    if (first.depth >= second.depth) first = first.base;
    else second = second.base;
  }
  return first;
}
