/** Whether parts of a command line occur together, since it may hold arguments of exclusive branches. */
import type { MappedText, Piece } from '../../text/mapped-text.ts';

/** The branch that adds a text, if any. */
export function branchOf(text: MappedText | undefined): Piece['branch'] {
  return text?.pieces[0]?.branch;
}

/** Whether an option is unconditional. */
export function isAlwaysThere({
  word,
}: {
  readonly word: { readonly value: MappedText };
}): boolean {
  return branchOf(word.value) === undefined;
}

/** Whether two texts may occur together: not in different branches. */
export function areTogether(one: MappedText, other: MappedText): boolean {
  const branch = branchOf(one);
  const second = branchOf(other);
  return branch === undefined || second === undefined || branch === second;
}

/** Whether the first text occurs only together with the second. */
export function impliedBy(one: MappedText, other: MappedText): boolean {
  const branch = branchOf(other);
  return branch === undefined || branch === branchOf(one);
}

/** Counts items that are surely present before each one; those without a text are unconditional. */
export function countTogether(): (text: MappedText | undefined) => number {
  const byBranch = new Map<object | undefined, number>();
  let total = 0;
  return (text) => {
    const branch = text && branchOf(text);
    const same = byBranch.get(branch) ?? 0;
    const always = byBranch.get(undefined) ?? 0;
    const before = branch === undefined ? total : same + always;
    byBranch.set(branch, same + 1);
    total++;
    return before;
  };
}
