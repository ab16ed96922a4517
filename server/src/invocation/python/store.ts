/** A layered map: a branch copies only its changes; other keys are in `base`. */
export interface Store<Key, Held> {
  readonly base: Store<Key, Held> | undefined;
  readonly depth: number;
  readonly own: ReadonlyMap<Key, Held>;
  readonly get: (key: Key) => Held | undefined;
  readonly set: (key: Key, value: Held) => void;
}

/** So many layers are merged for lookups, and so many merged ones again. */
const TOGETHER = 16;

/** An empty layer. */
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

/** Entries that changed since a base; all without one. */
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

/** All entries. */
export function allIn<Key, Held>(store: Store<Key, Held>): ReadonlyMap<Key, Held> {
  return changesSince(store, undefined);
}

/** The common base of two layers. */
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
