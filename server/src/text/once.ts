/** Calls a function when somebody first asks for what it makes, and keeps that: the same object each time. */
export function once<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
