import type { Branch, MappedText, Piece, Use } from './mapped-text.ts';
import { movedSpan, type Span } from './span.ts';

/** Moves a text, as of a file behind others; pieces without a definition get `definition`, in new offsets. */
export function movedText(text: MappedText, by: number, definition?: Span): MappedText {
  const { decoded, pieces, starts } = text;
  const place = movedSpan(text.place, by);
  const only = pieces[0];
  const moved =
    only?.at === text.place && pieces.length === 1
      ? [movedPiece(only, place, by, definition)]
      : movedPieces(pieces, by, definition);
  return { decoded, pieces: moved, starts, place };
}

const NO_USES: readonly Use[] = [];

function movedPieces(pieces: readonly Piece[], by: number, definition: Span | undefined) {
  return pieces.map((piece) => movedPiece(piece, movedSpan(piece.at, by), by, definition));
}

function movedPiece(piece: Piece, at: Span, by: number, around: Span | undefined): Piece {
  const { encodings } = piece;
  const through = piece.through.length === 0 ? NO_USES : movedUses(piece.through, by);
  // Usually an array element's own span.
  const own = piece.definition;
  const definition = own === undefined ? around : own === piece.at ? at : movedSpan(own, by);
  const defaultOf = piece.defaultOf && movedUse(piece.defaultOf, by);
  const branch = piece.branch && movedBranch(piece.branch, by);
  // One hidden class: hot.
  if (piece.kind === 'known') {
    const { kind, text, verbatim } = piece;
    return { kind, text, at, verbatim, encodings, through, definition, defaultOf, branch };
  }
  const { kind, source, path } = piece;
  return { kind, at, source, path, encodings, through, definition, defaultOf, branch };
}

function movedUses(uses: readonly Use[], by: number): readonly Use[] {
  return uses.map((use) => movedUse(use, by));
}

/** Moves a use. */
export function movedUse(use: Use, by: number): Use {
  const { at, source, encodings, definition } = use;
  return {
    at: movedSpan(at, by),
    source,
    encodings,
    definition: definition && movedSpan(definition, by),
  };
}

function movedBranch(branch: Branch, by: number): Branch {
  if (branch.condition === undefined) return branch;
  const { condition } = branch;
  return { ...branch, condition: movedSpan(condition, by) };
}
