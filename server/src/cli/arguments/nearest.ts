/** The name with the smallest edit distance, if near enough. */
export function nearest(word: string, names: readonly string[]): string | undefined {
  const plain = word.toLowerCase();
  const near = names
    .map((name) => ({ name, changes: changesBetween(plain, name) }))
    .filter(({ name, changes }) => changes <= Math.max(1, Math.floor(name.length / 3)))
    .toSorted((a, b) => a.changes - b.changes);
  // The word may begin a long name.
  return near[0]?.name ?? names.find((name) => plain.length > 2 && name.startsWith(plain));
}

/** Damerau-Levenshtein distance: insertions, deletions, substitutions, swaps of neighbours. */
function changesBetween(one: string, other: string): number {
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let row = 1; row <= one.length; row++) {
    const current = [row];
    for (let column = 1; column <= other.length; column++) {
      const isSame = one[row - 1] === other[column - 1];
      const isSwapped =
        row > 1 &&
        column > 1 &&
        one[row - 1] === other[column - 2] &&
        one[row - 2] === other[column - 1];
      current.push(
        Math.min(
          (last[column] ?? 0) + 1,
          (current[column - 1] ?? 0) + 1,
          (last[column - 1] ?? 0) + (isSame ? 0 : 1),
          isSwapped ? (beforeLast[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    beforeLast = last;
    last = current;
  }
  return last[other.length] ?? 0;
}
