/** Text and spans of one file, as they are counted where the file lies behind others in one text. */
import type { MappedText, Piece, Use } from './mapped-text.ts';
import type { Span } from './span.ts';

/** The span `by` code units further on. */
export function movedSpan({ start, end }: Span, by: number): Span {
  return { start: start + by, end: end + by };
}

/** The same text, written `by` code units further on. */
export function movedText(text: MappedText, by: number): MappedText {
  return {
    ...text,
    pieces: text.pieces.map((piece) => movedPiece(piece, by)),
    place: movedSpan(text.place, by),
  };
}

function movedPiece(piece: Piece, by: number): Piece {
  const { at, through, definition, defaultOf } = piece;
  return {
    ...piece,
    at: movedSpan(at, by),
    through: through.map((use) => movedUse(use, by)),
    ...(definition && { definition: movedSpan(definition, by) }),
    ...(defaultOf && { defaultOf: movedUse(defaultOf, by) }),
  };
}

/** The same use, `by` code units further on. */
export function movedUse(use: Use, by: number): Use {
  const { at, definition } = use;
  return {
    ...use,
    at: movedSpan(at, by),
    ...(definition && { definition: movedSpan(definition, by) }),
  };
}
