/** Edits go to the assignment with the whole stretch, else to the word that joins its parts. */
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

/** A place of a stretch of text. */
export interface EditAnchor {
  readonly at: Span;
  readonly from: Encodings;
  readonly to: Encodings;
  readonly level: Level;
}

/** Number of expansions around an anchor, and the `${x:-…}` that it is in. */
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

/** The place of exactly `[start, end)`; undefined if empty, not adjacent, or cut inside an expansion. */
export function anchorOf(
  whole: MappedText,
  start = 0,
  end = whole.decoded.length,
): EditAnchor | undefined {
  const pieces = piecesBetween(whole, start, end);
  const [first] = pieces;
  if (first === undefined) return undefined;
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

/** The anchor inside `within` and one pair of quotes: the blank in `"-qmp tcp::1"`. */
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

/** The level of the command, where `$ADDRESS` is one use. */
export const AT_USE: Level = { depth: 0, insideDefault: undefined };

/** The anchor of `[start, end)` at a level. */
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

function follows(previous: Use, place: Use): boolean {
  if (sameSpan(previous.at, place.at)) return true;
  return previous.at.end <= place.at.start && sameDefinition(previous, place);
}

/** Where to append before `position`. Undefined at the start, in an expansion, and for several places. */
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

/** The span with escapes and expansions: `tcp::$PORT,server`; `place` for text from several places. */
export function standingSpan(text: MappedText): Span {
  const [first] = text.pieces;
  if (first?.kind === 'known' && text.pieces.length === 1) return first.at;
  return anchorOf(text)?.at ?? text.place;
}

/** Whether a part is written here, not in a variable. */
export function isWrittenHere(whole: MappedText, start: number, end: number): boolean {
  const depth = anchorOf(whole)?.level.depth;
  return depth !== undefined && anchorOf(whole, start, end)?.level.depth === depth;
}

/** Whether a part begins or ends with generated text, which has no edits. */
export function endsUnwritten(whole: MappedText, start: number, end: number): boolean {
  const pieces = piecesBetween(whole, start, end);
  return [pieces[0], pieces.at(-1)].some((piece) => {
    return piece?.kind === 'known' && piece.at.start === piece.at.end;
  });
}

function splits(neighbour: Use, place: Use): boolean {
  return isExpansion(place) && sameUse(neighbour, place);
}

function isExpansion({ source }: Use): boolean {
  return source !== '';
}

function sameUse(a: Use, b: Use): boolean {
  return sameSpan(a.at, b.at);
}

/** A part of an anchor's source. */
export type AnchorPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'use'; readonly use: Use };

/** Parts at an anchor: `$PORT` is one use, even if `PORT=4444` makes it known. */
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
