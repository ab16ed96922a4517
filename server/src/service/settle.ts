/**
 * Fixes all of a document until nothing is left to fix. What one fix makes QEMU take may be open to the network, and
 * of two fixes that change the same text the second one waits for the first.
 */
import { composeEdits } from '../text/compose-edits.ts';
import { applyEdits, type Edit } from '../text/edit.ts';
import type { FixAll } from './fix-all.ts';

/** How often; what goes on for longer is left as it is after so many times. */
const MAX_ROUNDS = 5;

/**
 * The edits of a document that do what fixing all does, again and again; undefined where the first round is all there
 * is. `again` says what there is to do with another text of the document.
 */
export function settledEdits(
  text: string,
  first: FixAll,
  again: (text: string) => FixAll | undefined,
): readonly Edit[] | undefined {
  let edits = editsOf(first);
  let settled: readonly Edit[] | undefined;
  let round: FixAll | undefined = first;
  for (let rounds = 1; rounds < MAX_ROUNDS && round && round.fixes.length > 0; rounds++) {
    const fixed = applyEdits(text, edits);
    if (fixed === undefined) return settled;
    round = again(fixed);
    const more = round ? editsOf(round) : [];
    if (more.length === 0 || applyEdits(fixed, more) === undefined) return settled;
    edits = composeEdits(text.length, edits, more);
    settled = edits;
  }
  return settled;
}

function editsOf({ fixes }: FixAll): readonly Edit[] {
  return fixes.flatMap((fix) => fix.edits.map(({ at, text }) => ({ at, text })));
}
