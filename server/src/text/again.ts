/** A decoded text as somebody reads it who gets it next. */
import { type Encodings, expandedBefore, readAgain } from './encoding.ts';
import { type MappedText, withMarks } from './mapped-text.ts';

/** The same text, read once more in a way of writing. What it does not say yet is replaced before that. */
export function readAgainAs(text: MappedText, encodings: Encodings): MappedText {
  return withMarks(text, (piece) => {
    const nested = piece.kind === 'unknown' ? expandedBefore : readAgain;
    const again = { ...piece, encodings: nested(piece.encodings, encodings) };
    if (piece.through.length === 0) return again;
    // What stands where the text is written was replaced before that, too.
    const through = piece.through.map((use) => {
      return { ...use, encodings: expandedBefore(use.encodings, encodings) };
    });
    return { ...again, through };
  });
}
