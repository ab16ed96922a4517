/** Memoizes a function without arguments: computed on the first call, the same object afterwards. */
export function once<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
