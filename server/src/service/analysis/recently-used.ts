/** Makes a cache of limited size; `onGone` gets its least recently used items. */
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
