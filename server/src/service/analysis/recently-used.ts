/** A cache of the most recently used values, limited in size. */

/** Keeps the most recently used values by key up to a total size; reports each that is dropped. */
export function recentlyUsed<T extends { readonly size: number }>(
  maxSize: number,
  onGone: (key: string, item: T) => void = () => undefined,
) {
  const items = new Map<string, T>();
  let size = 0;
  const drop = (key: string): void => {
    size -= items.get(key)?.size ?? 0;
    items.delete(key);
  };
  return {
    get: (key: string) => items.get(key),
    use: (key: string, item: T) => {
      // Moves it to the end: the last used is dropped last.
      drop(key);
      items.set(key, item);
      size += item.size;
      if (size <= maxSize) return;
      for (const [oldest, gone] of items) {
        if (size <= maxSize) break;
        drop(oldest);
        onGone(oldest, gone);
      }
    },
    drop,
  };
}
