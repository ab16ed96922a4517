/** The result of `work`; undefined if it throws, as for a file that is absent or may not be read. */
export function attempt<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
