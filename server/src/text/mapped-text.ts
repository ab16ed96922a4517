/**
 * Decoded text that remembers where each of its characters was written.
 *
 * A reader decodes its host language (quotes, escapes, entities, continuation lines) into
 * `MappedText`; nobody downstream ever computes a source position, they ask here. What could not be
 * known (an expansion, an undeclared entity) stays in the text as one unknown piece.
 * Why: docs/decisions/unknown-is-a-value.md
 * Why: docs/decisions/a-finding-stands-where-the-text-is-written.md
 */
import { type Encodings, sameEncodings, UNKNOWN_ENCODING } from './encoding.ts';
import { keepingLast, NONE } from './lookup.ts';
import { cover, type Span, sameSpan } from './span.ts';

/**
 * The character that stands for an unknown piece in `MappedText.decoded`, so that positions in the text
 * can be computed with plain string functions. A source may contain the same character; only
 * `unknownAt` tells the two apart.
 */
export const UNKNOWN = '\uFFFC';

/** A place where text that is written elsewhere is used, such as `$PORT` in a command. */
export interface Use {
  /** The whole expansion: `${PORT:-4444}` with its braces. */
  readonly at: Span;
  /** The expansion as written. */
  readonly source: string;
  /** How the expansion is written. */
  readonly encodings: Encodings;
  /** The definition (see `PieceBase.definition`) that the expansion stands in. */
  readonly definition?: Span | undefined;
}

/** A part of a script that may be skipped. Two of them are the same or not, and say nothing else. */
export interface Branch {
  /** The condition under which it is run, such as the `[ -n "$DEBUG" ]` of an `if`, where it has one. */
  readonly condition?: Span | undefined;
  /** Whether it may be run again and again. */
  readonly looped?: boolean;
}

interface PieceBase {
  /** Where the piece is written. For the `0.0.0.0` of `-monitor "tcp:0.0.0.0:1"` these seven characters. */
  readonly at: Span;
  /** How text is written at this place, which a reader says so that an edit can write in the same way. */
  readonly encodings: Encodings;
  /**
   * The places the piece travelled through, the nearest to its use first: for a value that a command
   * takes from `$MONITOR`, that `$MONITOR` in the command. Empty for text used where it stands.
   */
  readonly through: readonly Use[];
  /**
   * The assignment or array element in which the piece is written, where it is not used in place: two
   * pieces of different ones do not follow each other, however close they stand.
   */
  readonly definition?: Span | undefined;
  /**
   * The expansion that the piece is the default of: for the `4444` of `${PORT:-4444}` the whole of it.
   * The text is what the file says, but somebody outside may say otherwise.
   */
  readonly defaultOf?: Use | undefined;
  /**
   * The branch that puts the piece there, where it may be skipped: `args+=(…)` inside `if`. Pieces of two
   * branches may exclude each other. It is something to compare.
   */
  readonly branch?: Branch | undefined;
}

/** Text whose decoded form is known. */
export interface KnownPiece extends PieceBase {
  readonly kind: 'known';
  readonly text: string;
  /**
   * True when character `i` of `text` is character `at.start + i` of the source. False when the piece as
   * a whole is what the whole span decodes to (`&amp;` is `&`, `,,` is `,`): then it cannot be divided.
   */
  readonly verbatim: boolean;
}

/** Text that this file does not fix. */
export interface UnknownPiece extends PieceBase {
  readonly kind: 'unknown';
  /** The source of the piece as written, such as `$PORT` or `$(free-port)`. */
  readonly source: string;
  /**
   * The absolute path that it stands for where it depends on where the file lies, as `$(dirname "$0")`
   * does: good for finding other files, and for nothing else.
   */
  readonly path?: string | undefined;
}

/** A stretch of a text that comes from one place: known, or what only a run would tell. */
export type Piece = KnownPiece | UnknownPiece;

/** Decoded text with the source of every character. Pieces are in reading order and never empty. */
export interface MappedText {
  /** The decoded text, with `UNKNOWN` for each unknown piece. */
  readonly decoded: string;
  readonly pieces: readonly Piece[];
  /** `starts[i]` is the position in `decoded` of `pieces[i]`. */
  readonly starts: readonly number[];
  /** Where an empty text stands, since it has no piece to say so. */
  readonly place: Span;
}

/** The number of UTF-16 code units a piece takes in `MappedText.decoded`. */
export function pieceLength(piece: Piece): number {
  return piece.kind === 'known' ? piece.text.length : UNKNOWN.length;
}

/** Where the only piece of a text begins. */
const AT_START: readonly number[] = [0];
/** Through what a piece came that is used where it is written: one list for all, since a list takes as much room as a place. */
export const NO_USES: readonly Use[] = NONE;

/**
 * Builds a text from pieces. `place` is where the text stands if it has no piece; by default the first
 * piece's start, or offset 0. Empty known pieces are left out.
 */
export function mappedText(pieces: readonly Piece[], place?: Span): MappedText {
  const only = pieces[0];
  // Most words are one piece, and a script has thousands of them.
  if (pieces.length === 1 && only !== undefined && pieceLength(only) > 0) {
    const text = only.kind === 'known' ? only.text : UNKNOWN;
    return {
      decoded: text,
      pieces,
      starts: AT_START,
      place: place ?? { start: only.at.start, end: only.at.start },
    };
  }
  if (only === undefined) {
    return { decoded: '', pieces: NONE, starts: NONE, place: place ?? { start: 0, end: 0 } };
  }
  const kept = pieces.every(isFilled) ? pieces : pieces.filter(isFilled);
  const starts: number[] = [];
  let text = '';
  // Asked for nearly every word, so that it does without an iterator.
  for (let index = 0; index < kept.length; index++) {
    starts.push(text.length);
    const piece = kept[index];
    text += piece?.kind === 'known' ? piece.text : UNKNOWN;
  }
  const start = kept[0]?.at.start ?? 0;
  return { decoded: text, pieces: kept, starts, place: place ?? { start, end: start } };
}

function isFilled(piece: Piece): boolean {
  return pieceLength(piece) > 0;
}

/** Text that stands in the source exactly as it is decoded. */
export function verbatim(source: string, at: Span, encodings: Encodings): MappedText {
  const text = source.slice(at.start, at.end);
  return mappedText([{ kind: 'known', text, at, verbatim: true, encodings, through: NO_USES }], at);
}

/** Text that nobody has written, such as the line ending between two that are put together; empty at a place of the source. */
export function unwritten(text: string, offset: number, encodings: Encodings): MappedText {
  const at = { start: offset, end: offset };
  return mappedText([{ kind: 'known', text, at, verbatim: false, encodings, through: NO_USES }]);
}

/** One text after the other. The result's place is the first text's. */
export function concat(texts: readonly MappedText[]): MappedText {
  const [first, second] = texts;
  if (first && texts.length === 1) return first;
  if (first && second && texts.length === 2) return joinTwo(first, second);
  const pieces: Piece[] = [];
  const starts: number[] = [];
  let whole = '';
  for (const text of texts) {
    // By their numbers: an iterator takes more room than what it goes through, until the engine has compiled it.
    for (let index = 0; index < text.pieces.length; index++) {
      const piece = text.pieces[index];
      if (piece === undefined) continue;
      pieces.push(piece);
      starts.push(whole.length + (text.starts[index] ?? 0));
    }
    whole += text.decoded;
  }
  return { decoded: whole, pieces, starts, place: first?.place ?? { start: 0, end: 0 } };
}

/** What grows piece by piece has a long text in front of a short one, of which nothing is looked at again. */
function joinTwo(first: MappedText, second: MappedText): MappedText {
  if (second.decoded === '') return first;
  if (first.decoded === '') return { ...second, place: first.place };
  const { length } = first.decoded;
  return {
    decoded: first.decoded + second.decoded,
    pieces: first.pieces.concat(second.pieces),
    starts: first.starts.concat(second.starts.map((start) => length + start)),
    place: first.place,
  };
}

/** The index of the piece that holds position `index`; the last piece for a position at the end. */
function pieceIndexAt(text: MappedText, index: number): number {
  let low = 0;
  let high = text.starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((text.starts[middle] ?? 0) <= index) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The piece that holds the character at `index`, or undefined outside the text. */
export function pieceAt(text: MappedText, index: number): Piece | undefined {
  return index < 0 || index >= text.decoded.length
    ? undefined
    : text.pieces[pieceIndexAt(text, index)];
}

/** Whether the character at `index` stands for an unknown piece. */
export function unknownAt(text: MappedText, index: number): boolean {
  return pieceAt(text, index)?.kind === 'unknown';
}

/** Whether no part of the text is unknown. */
export function isKnown({ pieces }: MappedText): boolean {
  // Asked of nearly every word of a script, so that it does without a callback.
  for (let index = 0; index < pieces.length; index++) {
    if (pieces[index]?.kind === 'unknown') return false;
  }
  return true;
}

/** The decoded text, or undefined if a part of it is unknown. */
export function knownText(text: MappedText): string | undefined {
  return isKnown(text) ? text.decoded : undefined;
}

/** A text for people, with its unknown parts as they are written: `/run/$USER.sock`. */
export function written({ decoded, pieces }: MappedText): string {
  if (!decoded.includes(UNKNOWN)) return decoded;
  return pieces.map((piece) => (piece.kind === 'known' ? piece.text : piece.source)).join('');
}

/** The part `[start, end)` of a piece whose text may be divided. */
function slicePiece(piece: Piece, start: number, end: number): Piece {
  if (piece.kind === 'unknown' || (start === 0 && end === piece.text.length)) return piece;
  const { kind, verbatim, encodings, through, definition, defaultOf, branch } = piece;
  const text = piece.text.slice(start, end);
  const at = verbatim ? { start: piece.at.start + start, end: piece.at.start + end } : piece.at;
  // One by one: there are thousands, and spread properties lie elsewhere.
  return { kind, text, at, verbatim, encodings, through, definition, defaultOf, branch };
}

/**
 * The characters `[start, end)` of a text with their sources. Positions outside the text are moved
 * inside. A piece that cannot be divided keeps its whole span. An empty slice keeps its place.
 */
export function slice(
  text: MappedText,
  start: number,
  end: number = text.decoded.length,
): MappedText {
  const from = Math.max(0, Math.min(start, text.decoded.length));
  const to = Math.max(from, Math.min(end, text.decoded.length));
  if (from === 0 && to === text.decoded.length) return text;
  return from === to ? mappedText([], placeOf(text, from)) : mappedText(piecesOf(text, from, to));
}

/** The pieces of the characters `[start, end)` of a text, as those of a slice. */
export function piecesBetween(text: MappedText, start: number, end: number): readonly Piece[] {
  const from = Math.max(0, start);
  const to = Math.min(end, text.decoded.length);
  if (from === 0 && to === text.decoded.length) return text.pieces;
  return from < to ? piecesOf(text, from, to) : NONE;
}

function piecesOf(text: MappedText, from: number, to: number): readonly Piece[] {
  const first = pieceIndexAt(text, from);
  const pieces = text.pieces.slice(first, pieceIndexAt(text, to - 1) + 1);
  // Cut from nearly every word, so that it does without an iterator.
  for (let index = 0; index < pieces.length; index++) {
    const piece = pieces[index];
    if (piece === undefined) continue;
    const before = text.starts[first + index] ?? 0;
    const last = Math.min(pieceLength(piece), to - before);
    pieces[index] = slicePiece(piece, Math.max(0, from - before), last);
  }
  return pieces;
}

/** The parts of a text between separators; `separator` is global. */
export function split(text: MappedText, separator: RegExp): readonly MappedText[] {
  const parts: MappedText[] = [];
  let start = 0;
  for (const match of text.decoded.matchAll(separator)) {
    parts.push(slice(text, start, match.index));
    start = match.index + match[0].length;
  }
  return [...parts, slice(text, start)];
}

/**
 * The piece that the characters `[start, end)` of a text decode to once more: the `,` of a doubled comma,
 * the `"` of `\\"`. It keeps the place of all of them, where nothing can be written if they are written in different
 * ways. Undefined for an empty or unknown range.
 */
export function decodedPiece(
  text: MappedText,
  start: number,
  end: number,
  value: string,
): KnownPiece | undefined {
  const pieces = piecesBetween(text, start, end);
  const first = pieces[0];
  const last = pieces.at(-1);
  if (first?.kind !== 'known' || last === undefined) return undefined;
  const isAlike = sameEncodings(first.encodings, last.encodings);
  const encodings = isAlike ? first.encodings : UNKNOWN_ENCODING;
  return { ...first, text: value, at: cover(first.at, last.at), verbatim: false, encodings };
}

/**
 * A text with something else for each match of a global pattern that matches no empty text: a string that the match
 * decodes to, a text, or the match itself where `read` gives undefined.
 */
export function replaceEach(
  text: MappedText,
  pattern: RegExp,
  read: (match: RegExpExecArray) => string | MappedText | undefined,
): MappedText {
  const parts: MappedText[] = [];
  let from = 0;
  for (const match of text.decoded.matchAll(pattern)) {
    const end = match.index + match[0].length;
    const value = read(match);
    if (value === undefined) continue;
    parts.push(slice(text, from, match.index));
    const piece =
      typeof value === 'string' ? decodedPiece(text, match.index, end, value) : undefined;
    parts.push(
      typeof value === 'string'
        ? piece
          ? mappedText([piece])
          : slice(text, match.index, end)
        : value,
    );
    from = end;
  }
  return from === 0 ? text : concat([...parts, slice(text, from)]);
}

/** The pattern of a text that is looked for as it is. */
export function literally(text: string): RegExp {
  return new RegExp(text.replace(/\W/g, '\\$&'), 'g');
}

/** The empty span where the character at `index` begins, or where the text ends. */
function placeOf(text: MappedText, index: number): Span {
  const piece = pieceAt(text, index);
  if (piece !== undefined) {
    const inside = piece.kind === 'known' && piece.verbatim;
    const offset = inside ? index - (text.starts[pieceIndexAt(text, index)] ?? 0) : 0;
    return { start: piece.at.start + offset, end: piece.at.start + offset };
  }
  const last = text.pieces.at(-1);
  const end = last === undefined ? text.place.end : last.at.end;
  return { start: end, end };
}

/** Whether two pieces have come the same way from the same definition. */
function sameOrigin(a: Piece, b: Piece): boolean {
  return (
    sameDefinition(a, b) &&
    a.through.length === b.through.length &&
    (a.through === b.through ||
      a.through.every((use, index) => {
        const other = b.through[index];
        return other !== undefined && sameSpan(use.at, other.at);
      }))
  );
}

/** Whether two things are written in the same assignment or element, or both where they are used. */
export function sameDefinition(
  a: Pick<PieceBase, 'definition'>,
  b: Pick<PieceBase, 'definition'>,
): boolean {
  if (a.definition === undefined || b.definition === undefined)
    return a.definition === b.definition;
  return sameSpan(a.definition, b.definition);
}

/**
 * Divides a text into runs that are written in one place each, in reading order. `tcp:$HOST:1` with
 * `HOST` defined elsewhere has three: `tcp:` and `:1` in the command, the value in its assignment.
 */
export function runs(text: MappedText): readonly (readonly Piece[])[] {
  const result: Piece[][] = [];
  for (const piece of text.pieces) {
    const run = result.at(-1);
    if (run && goesOn(run.at(-1), piece)) run.push(piece);
    else result.push([piece]);
  }
  return result;
}

/** Whether a piece is written behind another one in the same place. */
function goesOn(previous: Piece | undefined, piece: Piece): boolean {
  // The parts of a piece that was divided although it is not verbatim have the same span.
  return (
    previous !== undefined &&
    sameOrigin(previous, piece) &&
    (previous.at.end <= piece.at.start || sameSpan(previous.at, piece.at))
  );
}

/**
 * Where the text is written: the span from its first to its last character, without the quotes around
 * them. A text put together from several places answers with the first of them; an empty text with
 * its place.
 */
export function spanOf(text: MappedText): Span {
  const { pieces } = text;
  const first = pieces[0];
  if (first === undefined) return text.place;
  let last = first;
  for (let index = 1; index < pieces.length; index++) {
    const piece = pieces[index];
    if (piece === undefined || !goesOn(last, piece)) break;
    last = piece;
  }
  return last === first ? first.at : cover(first.at, last.at);
}

/** Where a part of a text is written that stands in one piece as it is written; undefined for any other. */
export function spanInPiece(text: MappedText, start: number, end: number): Span | undefined {
  const index = pieceIndexAt(text, start);
  const piece = text.pieces[index];
  const before = text.starts[index] ?? 0;
  const isInside = before <= start && start < end;
  if (piece?.kind !== 'known' || !piece.verbatim || !isInside) return undefined;
  if (end > before + piece.text.length) return undefined;
  const from = piece.at.start - before;
  return { start: from + start, end: from + end };
}

/** Where a part of a text is written, from its first character to its last. */
export function spanOfPart(text: MappedText, start: number, end: number): Span {
  // Most stand in one piece, and each line of a Makefile is asked about.
  const inPiece = spanInPiece(text, start, end);
  if (inPiece) return inPiece;
  const part = slice(text, start, end);
  if (part.decoded === '') return part.place;
  const last = part.pieces.at(-1);
  const at = last?.at ?? part.place;
  const isDivided = last?.kind === 'known' && last.verbatim;
  return cover(spanOf(part), isDivided ? { start: at.end - 1, end: at.end } : at);
}

/** Text that a branch puts there, unless another one does already. */
export function inBranch(text: MappedText, branch: Branch): MappedText {
  if (text.pieces.every((piece) => piece.branch)) return text;
  return withMarks(text, (piece) => (piece.branch ? piece : { ...piece, branch }));
}

/** The same text seen from one more place of use: `use` becomes the nearest of `through`. */
export function throughUse(text: MappedText, use: Use): MappedText {
  const { decoded, pieces, starts, place } = text;
  const [only] = pieces;
  if (only && pieces.length === 1 && only.through.length === 0) {
    return { decoded, pieces: [{ ...only, through: [use] }], starts, place };
  }
  const alone = [use];
  const further = keepingLast((through: readonly Use[], of: Use) => [of, ...through]);
  return withMarks(text, (piece) => {
    const { through } = piece;
    return { ...piece, through: through.length === 0 ? alone : further(through, use) };
  });
}

/** The same characters, with something else said about where they come from. */
export function withMarks(text: MappedText, mark: (piece: Piece) => Piece): MappedText {
  const { pieces, starts, place } = text;
  const only = pieces[0];
  // A literal has room for what is in it and no more, and most texts are one piece.
  const marked = only && pieces.length === 1 ? [mark(only)] : pieces.map(mark);
  return { decoded: text.decoded, pieces: marked, starts, place };
}
