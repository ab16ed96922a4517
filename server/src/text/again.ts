/** A decoded text as somebody reads it who gets it next. */
import { type Encodings, expandedBefore, readAgain } from './encoding.ts';
import { keepingLast } from './lookup.ts';
import { type MappedText, type Use, withMarks } from './mapped-text.ts';

/** The same text, read once more in a way of writing. What it does not say yet is replaced before that. */
export function readAgainAs(text: MappedText, encodings: Encodings): MappedText {
  const read = keepingLast(readAgain);
  const expanded = keepingLast(expandedBefore);
  const brought = keepingLast(expandedUses);
  return withMarks(text, (piece) => {
    const nested = piece.kind === 'unknown' ? expanded : read;
    const again = { ...piece, encodings: nested(piece.encodings, encodings) };
    // What stands where the text is written was replaced before that, too.
    return piece.through.length === 0
      ? again
      : { ...again, through: brought(piece.through, encodings) };
  });
}

/** Expansions of an outer reader, at a place where an inner one reads what they give. */
export function expandedUses(uses: readonly Use[], inner: Encodings): readonly Use[] {
  return uses.map((use) => ({ ...use, encodings: expandedBefore(use.encodings, inner) }));
}
