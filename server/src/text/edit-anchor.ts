/**
 * Finds where an edit must happen. Text that comes through variables is written in several places; an edit
 * needs one place that contains the whole stretch: the assignment if it has all of it, else the word that
 * joins the parts.
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

/** One place in the source that contains a stretch of decoded text. */
export interface EditAnchor {
  readonly at: Span;
  /** Encoding at the first character. */
  readonly from: Encodings;
  /** Encoding at the last character. */
  readonly to: Encodings;
  /** The level of the anchor; shows how other parts of the text are written here. */
  readonly level: Level;
}

/** The number of expansions between the use and the stretch, and the default (`${x:-…}`) that contains it. */
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

/** The place of a piece at a level: its own, or that of the expansion. */
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
 * The place that contains exactly the characters `[start, end)` of a text. Undefined for an empty stretch,
 * for parts that are not adjacent in the source, and for an end inside an expansion: of `$ADDRESS,server`
 * only the whole of `$ADDRESS` can be replaced.
 */
export function anchorOf(
  whole: MappedText,
  start = 0,
  end = whole.decoded.length,
): EditAnchor | undefined {
  const pieces = piecesBetween(whole, start, end);
  const [first] = pieces;
  if (first === undefined) return undefined;
  // Fast path: one known piece, which cannot reach into its neighbours.
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
 * As `anchorOf`, limited to `within` and to one kind of quotes: the blank in `"-qmp tcp::1"`, to end one
 * word and begin another.
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

/** The level of the command that uses the text, with its expansions unopened. */
export const AT_USE: Level = { depth: 0, insideDefault: undefined };

/** The anchor of `[start, end)` at a level; undefined as for `anchorOf`. */
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

/** Whether `place` is `previous`, or follows it with no text in between that is written elsewhere. */
function follows(previous: Use, place: Use): boolean {
  if (sameSpan(previous.at, place.at)) return true;
  // Pieces of two assignments may be in order with other code between them.
  return previous.at.end <= place.at.start && sameDefinition(previous, place);
}

/**
 * The place after the character before `position` where text can be appended to the whole: for
 * `tcp::1,$FLAGS` after `$FLAGS` in the command, not in the shared assignment. Undefined at the start of a
 * text, inside an expansion, and for a text joined from several places.
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
 * The span of the whole text with escapes and expansions: `tcp::$PORT,server`. `place`, which is empty, for
 * a text joined from several places.
 */
export function standingSpan(text: MappedText): Span {
  const [first] = text.pieces;
  if (first?.kind === 'known' && text.pieces.length === 1) return first.at;
  return anchorOf(text)?.at ?? text.place;
}

/** Whether a stretch is written at the level of the whole text, not in a variable. */
export function isWrittenHere(whole: MappedText, start: number, end: number): boolean {
  const depth = anchorOf(whole)?.level.depth;
  return depth !== undefined && anchorOf(whole, start, end)?.level.depth === depth;
}

/** Whether a stretch begins or ends with generated text, which an edit cannot remove. */
export function endsUnwritten(whole: MappedText, start: number, end: number): boolean {
  const pieces = piecesBetween(whole, start, end);
  return [pieces[0], pieces.at(-1)].some((piece) => {
    return piece?.kind === 'known' && piece.at.start === piece.at.end;
  });
}

/** Whether two neighbours come from the same expansion; an edit between them would cut it. */
function splits(neighbour: Use, place: Use): boolean {
  return isExpansion(place) && sameUse(neighbour, place);
}

function isExpansion({ source }: Use): boolean {
  return source !== '';
}

function sameUse(a: Use, b: Use): boolean {
  return sameSpan(a.at, b.at);
}

/** A part of a text as written at an anchor: plain text or an expansion. */
export type AnchorPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'use'; readonly use: Use };

/**
 * The text as written at an anchor. `$PORT` is one use, although `PORT=4444` elsewhere makes it known. An
 * expansion of several pieces appears once.
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
