/**
 * Where an edit must happen. Text that comes through variables is written in several places; to
 * replace a stretch of it, one place must be found that holds the whole stretch: the assignment if
 * all of it stands there, else the word that puts the parts together.
 */
import { type Encodings, sameEncodings } from './encoding.ts';
import {
  type MappedText,
  type Piece,
  pieceAt,
  piecesBetween,
  sameDefinition,
  type Use,
} from './mapped-text.ts';
import { contains, cover, type Span, sameSpan } from './span.ts';

/** One place in the source that holds a stretch of decoded text. */
export interface EditAnchor {
  readonly at: Span;
  /** How the first character is written. */
  readonly from: Encodings;
  /** How the last character is written. */
  readonly to: Encodings;
  /** For asking how other parts of the same text are written here. */
  readonly level: Level;
}

/** How far from the use a stretch is written, and inside which default. */
interface Level {
  readonly depth: number;
  readonly insideDefault: Use | undefined;
}

function sharedDepth(pieces: readonly Piece[]): number {
  const first = pieces[0];
  if (first === undefined || first.through.length === 0) return 0;
  let depth = first.through.length;
  for (const piece of pieces) {
    let shared = 0;
    while (shared < depth) {
      const a = first.through[shared];
      const b = piece.through[shared];
      if (a === undefined || b === undefined || !sameSpan(a.at, b.at)) break;
      shared++;
    }
    depth = shared;
  }
  return depth;
}

/** The place of a piece at a level: itself, or the expansion that brings it there. */
function placeAt(piece: Piece, level: Level): Use {
  const use = piece.through[level.depth] ?? {
    at: piece.at,
    encodings: piece.encodings,
    source: piece.kind === 'unknown' ? piece.source : '',
    definition: piece.definition,
  };
  const { defaultOf } = piece;
  if (defaultOf === undefined || !contains(defaultOf.at, use.at)) return use;
  return level.insideDefault && sameUse(level.insideDefault, defaultOf) ? use : defaultOf;
}

/**
 * Finds the place that holds the characters `[start, end)` of a text and nothing else of it. Undefined
 * for an empty stretch, for one whose parts do not follow each other in the source, and where it ends
 * inside an expansion: of `$ADDRESS,server` nothing less than all that `$ADDRESS` gives can be replaced.
 */
export function anchorOf(
  whole: MappedText,
  start = 0,
  end = whole.decoded.length,
): EditAnchor | undefined {
  const pieces = piecesBetween(whole, start, end);
  const [first] = pieces;
  if (first === undefined) return undefined;
  // Most stretches are in one piece, and nothing that is known reaches into what stands beside it.
  if (first.kind === 'known' && pieces.length === 1) {
    const { at, encodings, through, defaultOf } = first;
    const level: Level = { depth: through.length, insideDefault: defaultOf };
    return { at, from: encodings, to: encodings, level };
  }
  const shared = first.defaultOf;
  const same = pieces.every(
    (piece) => shared && piece.defaultOf && sameUse(piece.defaultOf, shared),
  );
  const level: Level = { depth: sharedDepth(pieces), insideDefault: same ? shared : undefined };
  return anchorOfPieces(pieces, whole, start, end, level);
}

/**
 * The same where it is written inside of a place, and in one kind of quotes: of `"-qmp tcp::1"` the blank, so that
 * it can be replaced by what ends a word and begins another.
 */
export function anchorWithin(
  whole: MappedText,
  start: number,
  end: number,
  within: Span,
): EditAnchor | undefined {
  const anchor = anchorOf(whole, start, end);
  if (anchor === undefined || !sameEncodings(anchor.from, anchor.to)) return undefined;
  return contains(within, anchor.at) ? anchor : undefined;
}

/** How text is written in the command that uses it, with its expansions unopened. */
export const AT_USE: Level = { depth: 0, insideDefault: undefined };

/** The place that holds the characters `[start, end)` at a level; undefined as for `anchorOf`. */
export function anchorAt(
  whole: MappedText,
  start: number,
  end: number,
  level: Level,
): EditAnchor | undefined {
  return anchorOfPieces(piecesBetween(whole, start, end), whole, start, end, level);
}

function anchorOfPieces(
  pieces: readonly Piece[],
  whole: MappedText,
  start: number,
  end: number,
  level: Level,
): EditAnchor | undefined {
  let from: Use | undefined;
  let to: Use | undefined;
  for (const piece of pieces) {
    const place = placeAt(piece, level);
    if (to && !follows(to, place)) return undefined;
    from ??= place;
    to = place;
  }
  if (from === undefined || to === undefined) return undefined;
  if (isExpansion(from)) {
    const before = pieceAt(whole, start - 1);
    if (before && splits(placeAt(before, level), from)) return undefined;
  }
  if (isExpansion(to)) {
    const after = pieceAt(whole, end);
    if (after && splits(placeAt(after, level), to)) return undefined;
  }
  return { at: cover(from.at, to.at), from: from.encodings, to: to.encodings, level };
}

/** Whether a place stands behind another one, or is the same, with nothing else in between that is written elsewhere. */
function follows(previous: Use, place: Use): boolean {
  if (sameSpan(previous.at, place.at)) return true;
  // Pieces of two assignments may stand in order, with all that is between the assignments in between.
  return previous.at.end <= place.at.start && sameDefinition(previous, place);
}

/**
 * Finds the place right behind the character in front of `position`, where more can be written that belongs
 * to the text as a whole: for `tcp::1,$FLAGS` in a command it is behind the `$FLAGS`, and not in the
 * assignment that others use as well. Undefined at the beginning of a text, inside of an expansion, and for
 * a text that is put together from several places.
 */
export function anchorAfter(whole: MappedText, position: number): EditAnchor | undefined {
  const level = anchorOf(whole)?.level;
  const [before] = piecesBetween(whole, position - 1, position);
  const [after] = piecesBetween(whole, position, position + 1);
  if (level === undefined || before === undefined) return undefined;
  const place = placeAt(before, level);
  if (after && splits(placeAt(after, level), place)) return undefined;
  const { end } = place.at;
  return { at: { start: end, end }, from: place.encodings, to: place.encodings, level };
}

/**
 * Where a text stands as a whole, its escapes and expansions with it: `tcp::$PORT,server`. More may be written behind
 * it. The empty `place` of one that is put together from several places, where nothing belongs.
 */
export function standingSpan(text: MappedText): Span {
  const [first] = text.pieces;
  if (first?.kind === 'known' && text.pieces.length === 1) return first.at;
  return anchorOf(text)?.at ?? text.place;
}

/** Whether a stretch of a text is written where the text as a whole is, and not where a part of it comes from. */
export function isWrittenHere(whole: MappedText, start: number, end: number): boolean {
  const depth = anchorOf(whole)?.level.depth;
  return depth !== undefined && anchorOf(whole, start, end)?.level.depth === depth;
}

/** Whether a stretch of a text begins or ends with what nobody has written, which would stay if the rest were replaced. */
export function endsUnwritten(whole: MappedText, start: number, end: number): boolean {
  const pieces = piecesBetween(whole, start, end);
  return [pieces[0], pieces.at(-1)].some((piece) => {
    return piece?.kind === 'known' && piece.at.start === piece.at.end;
  });
}

/** Whether two neighbours come from the same expansion, so that an edit between them would cut it. */
function splits(neighbour: Use, place: Use): boolean {
  return isExpansion(place) && sameUse(neighbour, place);
}

function isExpansion({ source }: Use): boolean {
  return source !== '';
}

function sameUse(a: Use, b: Use): boolean {
  return sameSpan(a.at, b.at);
}

/** A part of a text as it is written at an anchor: plain text, or an expansion. */
export type AnchorPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'use'; readonly use: Use };

/**
 * A text as it is written at an anchor: with `PORT=4444` in another line, `$PORT` is one use there, though
 * its value is known. An expansion that gives several pieces comes once.
 */
export function partsAt(text: MappedText, anchor: EditAnchor): readonly AnchorPart[] {
  const parts: AnchorPart[] = [];
  for (const piece of text.pieces) {
    const place = placeAt(piece, anchor.level);
    const last = parts.at(-1);
    if (place.source === '') {
      parts.push({ kind: 'text', text: piece.kind === 'known' ? piece.text : '' });
    } else if (last?.kind !== 'use' || !sameSpan(last.use.at, place.at)) {
      parts.push({ kind: 'use', use: place });
    }
  }
  return parts;
}
