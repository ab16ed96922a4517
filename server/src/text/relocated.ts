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
export function relocatedSpan({ start, end }: Span, { offset }: Pick<Relocation, 'offset'>): Span {
  return { start: offset(start), end: offset(end) };
}

/** The same for a text and all that it came through. */
export function relocatedText(text: MappedText, to: Relocation): MappedText {
  return {
    ...text,
    pieces: text.pieces.map((piece) => relocatedPiece(piece, to)),
    place: relocatedSpan(text.place, to),
  };
}

function relocatedPiece(piece: Piece, to: Relocation): Piece {
  const { at, through, definition, defaultOf, branch } = piece;
  return {
    ...piece,
    at: relocatedSpan(at, to),
    through: through.length === 0 ? through : through.map((use) => relocatedUse(use, to)),
    ...(definition && { definition: relocatedSpan(definition, to) }),
    ...(defaultOf && { defaultOf: relocatedUse(defaultOf, to) }),
    ...(branch && { branch: relocatedBranch(branch, to) }),
  };
}

/** The same for an expansion. */
export function relocatedUse(use: Use, to: Relocation): Use {
  const { at, definition } = use;
  return {
    ...use,
    at: relocatedSpan(at, to),
    ...(definition && { definition: relocatedSpan(definition, to) }),
  };
}

function relocatedBranch(branch: Branch, to: Relocation): Branch {
  if (branch.condition === undefined) return branch;
  const { condition } = branch;
  // Branches are compared, so that one has to become the same one wherever it is.
  return to.kept(branch, () => ({ ...branch, condition: relocatedSpan(condition, to) }));
}
