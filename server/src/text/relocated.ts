/** Moves text and spans to other offsets. */
import type { Branch, MappedText, Piece, Use } from './mapped-text.ts';
import type { Span } from './span.ts';

export interface Relocation {
  readonly offset: (offset: number) => number;
  /** Memoizes while offsets stay the same. */
  readonly kept: <Made extends object>(of: object, make: () => Made) => Made;
}

/** Moves by a constant. */
export function movedBy(by: number): Relocation {
  return { offset: (offset) => offset + by, kept: (_, make) => make() };
}

/** A span at its new offsets. */
export function relocatedSpan({ start, end }: Span, to: Pick<Relocation, 'offset'>): Span {
  return { start: to.offset(start), end: to.offset(end) };
}

/** Moves a text; `definition`, in new offsets, is for pieces without one. */
export function relocatedText(text: MappedText, to: Relocation, definition?: Span): MappedText {
  const { decoded, pieces, starts } = text;
  const place = relocatedSpan(text.place, to);
  const only = pieces[0];
  const moved =
    only?.at === text.place && pieces.length === 1
      ? [relocatedPiece(only, place, to, definition)]
      : relocatedPieces(pieces, to, definition);
  return { decoded, pieces: moved, starts, place };
}

const NO_USES: readonly Use[] = [];

function relocatedPieces(pieces: readonly Piece[], to: Relocation, definition: Span | undefined) {
  return pieces.map((piece) => relocatedPiece(piece, relocatedSpan(piece.at, to), to, definition));
}

function relocatedPiece(piece: Piece, at: Span, to: Relocation, around: Span | undefined): Piece {
  const { encodings } = piece;
  const through = piece.through.length === 0 ? NO_USES : relocatedUses(piece.through, to);
  const own = piece.definition;
  const definition = own === undefined ? around : own === piece.at ? at : relocatedSpan(own, to);
  const defaultOf = piece.defaultOf && relocatedUse(piece.defaultOf, to);
  const branch = piece.branch && relocatedBranch(piece.branch, to);
  // Hot path: one hidden class.
  if (piece.kind === 'known') {
    const { kind, text, verbatim } = piece;
    return { kind, text, at, verbatim, encodings, through, definition, defaultOf, branch };
  }
  const { kind, source, path } = piece;
  return { kind, at, source, path, encodings, through, definition, defaultOf, branch };
}

function relocatedUses(uses: readonly Use[], to: Relocation): readonly Use[] {
  return uses.map((use) => relocatedUse(use, to));
}

/** A use at its new offsets. */
export function relocatedUse(use: Use, to: Relocation): Use {
  const { at, source, encodings, definition } = use;
  return {
    at: relocatedSpan(at, to),
    source,
    encodings,
    definition: definition && relocatedSpan(definition, to),
  };
}

function relocatedBranch(branch: Branch, to: Relocation): Branch {
  if (branch.condition === undefined) return branch;
  const { condition } = branch;
  return to.kept(branch, () => ({ ...branch, condition: relocatedSpan(condition, to) }));
}
