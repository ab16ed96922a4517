/**
 * Whether parts of a command line are there at the same time. A script that adds its arguments in branches
 * gives one line with all of them, though two of them may exclude each other.
 */
import type { MappedText } from '../../text/mapped-text.ts';

/** The branch that a text comes from; undefined for one that is always there. */
function branchOf({ pieces }: MappedText): object | undefined {
  return pieces[0]?.branch;
}

/** Whether an option is there in every branch. */
export function isAlwaysThere({
  word,
}: {
  readonly word: { readonly value: MappedText };
}): boolean {
  return branchOf(word.value) === undefined;
}

/** Whether a line with the one has the other too: false where two branches add them. */
export function areTogether(one: MappedText, other: MappedText): boolean {
  const branch = branchOf(one);
  const second = branchOf(other);
  return branch === undefined || second === undefined || branch === second;
}

/**
 * Counts things of one kind: for each, how many before it are surely there when it is. One
 * without a text is always there.
 */
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
