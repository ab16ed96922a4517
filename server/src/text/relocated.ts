/** Text and spans as they are counted in another numbering, of which each place is told one by one. */
import type { Branch, MappedText, Piece, Use } from './mapped-text.ts';
import type { Span } from './span.ts';

/** Another numbering of the same places. */
export interface Relocation {
  /** What an offset is there. */
  readonly offset: (offset: number) => number;
  /** What was made of something before, as long as all places in it are what they were; else it is made again. */
  readonly kept: <Made extends object>(of: object, make: () => Made) => Made;
}

/** The numbering of a text that lies `by` code units further on: behind others, in one text. */
export function movedBy(by: number): Relocation {
  return { offset: (offset) => offset + by, kept: (_, make) => make() };
}

/** A span of a text that lies somewhere else now. */
export function relocatedSpan({ start, end }: Span, to: Pick<Relocation, 'offset'>): Span {
  return { start: to.offset(start), end: to.offset(end) };
}

/**
 * The same for a text and all that it came through. What of it is in no definition is in the given one, whose span is
 * counted in the other numbering.
 */
export function relocatedText(text: MappedText, to: Relocation, definition?: Span): MappedText {
  const { decoded, pieces, starts } = text;
  const place = relocatedSpan(text.place, to);
  const only = pieces[0];
  // A text that is one piece mostly stands where that does.
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
  // An element is mostly a word that is its own definition.
  const own = piece.definition;
  const definition = own === undefined ? around : own === piece.at ? at : relocatedSpan(own, to);
  const defaultOf = piece.defaultOf && relocatedUse(piece.defaultOf, to);
  const branch = piece.branch && relocatedBranch(piece.branch, to);
  // One by one: there are thousands, and spread properties lie elsewhere.
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

/** The same for an expansion. */
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
  // Branches are compared, so that one has to become the same one wherever it is.
  return to.kept(branch, () => ({ ...branch, condition: relocatedSpan(condition, to) }));
}
