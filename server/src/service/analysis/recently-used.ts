/** What is kept of things that can be made again: those that were used last, as far as there is room. */

/** Keeps what was used last, one for each key, up to a size of all together; who has to go for others is told of. */
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
      // The one that was used last is the last to go.
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
