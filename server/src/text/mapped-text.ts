/** Decoded text; each character knows where it is written. Why: docs/decisions/unknown-values.md */
import { type Encodings, sameEncodings, UNKNOWN_ENCODING } from './encoding.ts';
import { NONE } from './lookup.ts';
import { cover, type Span, sameSpan } from './span.ts';

/** An unknown piece in `decoded`; see `unknownAt`. */
export const UNKNOWN = '\uFFFC';

/** A use of text that is written elsewhere: `$PORT`. */
export interface Use {
  /** With braces: `${PORT:-4444}`. */
  readonly at: Span;
  readonly source: string;
  readonly encodings: Encodings;
  /** The definition around the use. */
  readonly definition?: Span | undefined;
}

/** Code that may be skipped, compared by identity. */
export interface Branch {
  /** `[ -n "$DEBUG" ]` of an `if` */
  readonly condition?: Span | undefined;
  readonly looped?: boolean;
}

interface PieceBase {
  /** The seven characters `0.0.0.0` of `-monitor "tcp:0.0.0.0:1"`. */
  readonly at: Span;
  readonly encodings: Encodings;
  /** Nearest to the command first; empty for text in place. */
  readonly through: readonly Use[];
  /** The assignment or array element; undefined for text in place. */
  readonly definition?: Span | undefined;
  /** `${PORT:-4444}` for `4444`, which the environment may override. */
  readonly defaultOf?: Use | undefined;
  /** `args+=(…)` in an `if`. */
  readonly branch?: Branch | undefined;
}

/** Known text from one place. */
export interface KnownPiece extends PieceBase {
  readonly kind: 'known';
  readonly text: string;
  /** Character `i` is at `at.start + i`; else (`&amp;`, `,,`) the piece is indivisible. */
  readonly verbatim: boolean;
}

/** Text that only a run knows. */
interface UnknownPiece extends PieceBase {
  readonly kind: 'unknown';
  /** `$PORT`, `$(free-port)` */
  readonly source: string;
  /** A path relative to the file (`$(dirname "$0")/lib`), to find files. */
  readonly path?: string | undefined;
}

/** Text from one place. */
export type Piece = KnownPiece | UnknownPiece;

/** Pieces in order; none is empty. */
export interface MappedText {
  /** `UNKNOWN` for each unknown piece. */
  readonly decoded: string;
  readonly pieces: readonly Piece[];
  /** The start of each piece in `decoded`. */
  readonly starts: readonly number[];
  /** The span in the source, also of an empty text. */
  readonly place: Span;
}

/** In UTF-16 code units. */
export function pieceLength(piece: Piece): number {
  return piece.kind === 'known' ? piece.text.length : UNKNOWN.length;
}

const AT_START: readonly number[] = [0];
/** Shared to save memory. */
const NO_USES: readonly Use[] = NONE;

/** `place` defaults to the first piece's start, or 0. */
export function mappedText(pieces: readonly Piece[], place?: Span): MappedText {
  const only = pieces[0];
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

/** Makes a text that is written as it reads. */
export function verbatim(source: string, at: Span, encodings: Encodings): MappedText {
  const text = source.slice(at.start, at.end);
  return mappedText([knownPiece(text, at, true, encodings)], at);
}

type Origin = Pick<PieceBase, 'at' | 'encodings'> &
  Partial<Pick<PieceBase, 'through' | 'definition' | 'branch'>>;

/** One hidden class for all pieces of a kind, unlike spreads: hot. */
export function knownPiece(
  text: string,
  at: Span,
  verbatim: boolean,
  encodings: Encodings,
  { through = NO_USES, definition, defaultOf, branch }: Partial<PieceBase> = {},
): KnownPiece {
  const kind = 'known';
  return { kind, text, at, verbatim, encodings, through, definition, defaultOf, branch };
}

/** Gives a piece other marks; undefined keeps one. */
export function withMark(
  piece: Piece,
  {
    encodings = piece.encodings,
    through = piece.through,
    definition = piece.definition,
    defaultOf = piece.defaultOf,
    branch = piece.branch,
  }: Partial<Omit<PieceBase, 'at'>>,
): Piece {
  const { at } = piece;
  if (piece.kind === 'unknown') {
    const { kind, source, path } = piece;
    return { kind, source, at, encodings, through, definition, defaultOf, branch, path };
  }
  const { kind, text, verbatim } = piece;
  return { kind, text, at, verbatim, encodings, through, definition, defaultOf, branch };
}

/** Text that the source lacks, with a piece's marks. */
export function generated(
  text: string,
  { at, encodings, through = NO_USES, definition, branch }: Origin,
): MappedText {
  return mappedText([knownPiece(text, at, false, encodings, { through, definition, branch })]);
}

/** Generated text with an empty span. */
export function unwritten(text: string, offset: number, encodings: Encodings): MappedText {
  return generated(text, { at: { start: offset, end: offset }, encodings });
}

/** Makes text that only a run knows: `$PORT`. */
export function unknownText(
  source: string,
  {
    at,
    encodings,
    through = NO_USES,
    definition,
    branch,
    path,
  }: Origin & Pick<UnknownPiece, 'path'>,
): MappedText {
  const kind = 'unknown';
  const defaultOf = undefined;
  return mappedText([
    { kind, source, at, encodings, through, definition, defaultOf, branch, path },
  ]);
}

/** Concatenates; `place` is the first one's. */
export function concat(texts: readonly MappedText[]): MappedText {
  const [first, second] = texts;
  if (first && texts.length === 1) return first;
  if (first && second && texts.length === 2) return joinTwo(first, second);
  const pieces: Piece[] = [];
  const starts: number[] = [];
  let whole = '';
  for (const text of texts) {
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

/** The piece at an index; undefined outside. */
export function pieceAt(text: MappedText, index: number): Piece | undefined {
  return index < 0 || index >= text.decoded.length
    ? undefined
    : text.pieces[pieceIndexAt(text, index)];
}

/** Whether a character stands for an unknown piece. */
export function unknownAt(text: MappedText, index: number): boolean {
  return pieceAt(text, index)?.kind === 'unknown';
}

/** Whether all of a text is known. */
export function isKnown({ pieces }: MappedText): boolean {
  for (let index = 0; index < pieces.length; index++) {
    if (pieces[index]?.kind === 'unknown') return false;
  }
  return true;
}

/** The text; undefined if partly unknown. */
export function knownText(text: MappedText): string | undefined {
  return isKnown(text) ? text.decoded : undefined;
}

/** A text for display: `/run/$USER.sock`. */
export function written({ decoded, pieces }: MappedText): string {
  if (!decoded.includes(UNKNOWN)) return decoded;
  return pieces.map((piece) => (piece.kind === 'known' ? piece.text : piece.source)).join('');
}

/** Source with whole defaults: `${XDG_RUNTIME_DIR:-/run}/m.sock`. */
export function writtenWithDefaults({ pieces }: Pick<MappedText, 'pieces'>): string {
  return partsWithDefaults(pieces)
    .map((part) => (part.kind === 'known' ? part.text : part.source))
    .join('');
}

/** Replaces the pieces of a default by the expansion around them: `${X:-/run}`. */
export function partsWithDefaults(
  pieces: readonly Piece[],
): readonly (KnownPiece | Pick<UnknownPiece, 'kind' | 'source'>)[] {
  return pieces.flatMap((piece, index): ReturnType<typeof partsWithDefaults> => {
    const { defaultOf } = piece;
    if (defaultOf === undefined) return [piece];
    const before = pieces[index - 1]?.defaultOf;
    const isSame = before !== undefined && sameSpan(before.at, defaultOf.at);
    return isSame ? [] : [{ kind: 'unknown', source: defaultOf.source }];
  });
}

function slicePiece(piece: Piece, start: number, end: number): Piece {
  if (piece.kind === 'unknown' || (start === 0 && end === piece.text.length)) return piece;
  const { verbatim, encodings } = piece;
  const text = piece.text.slice(start, end);
  const at = verbatim ? { start: piece.at.start + start, end: piece.at.start + end } : piece.at;
  return knownPiece(text, at, verbatim, encodings, piece);
}

/** Cuts out a part; an indivisible piece keeps its span, an empty part its place. */
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

/** The pieces of `slice(text, start, end)`. */
export function piecesBetween(text: MappedText, start: number, end: number): readonly Piece[] {
  const from = Math.max(0, start);
  const to = Math.min(end, text.decoded.length);
  if (from === 0 && to === text.decoded.length) return text.pieces;
  return from < to ? piecesOf(text, from, to) : NONE;
}

function piecesOf(text: MappedText, from: number, to: number): readonly Piece[] {
  const first = pieceIndexAt(text, from);
  const pieces = text.pieces.slice(first, pieceIndexAt(text, to - 1) + 1);
  for (let index = 0; index < pieces.length; index++) {
    const piece = pieces[index];
    if (piece === undefined) continue;
    const before = text.starts[first + index] ?? 0;
    const last = Math.min(pieceLength(piece), to - before);
    pieces[index] = slicePiece(piece, Math.max(0, from - before), last);
  }
  return pieces;
}

/** Splits at matches of a global pattern. */
export function split(text: MappedText, separator: RegExp): readonly MappedText[] {
  const parts: MappedText[] = [];
  let start = 0;
  for (const match of text.decoded.matchAll(separator)) {
    parts.push(slice(text, start, match.index));
    start = match.index + match[0].length;
  }
  return [...parts, slice(text, start)];
}

/** The piece that `[start, end)` decodes to: `,` for `,,`; undefined if empty or unknown. */
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

/** Replaces matches of a global pattern; undefined keeps a match. No match may be empty. */
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
    if (typeof value === 'string') {
      const piece = decodedPiece(text, match.index, end, value);
      parts.push(piece ? mappedText([piece]) : slice(text, match.index, end));
    } else {
      parts.push(value);
    }
    from = end;
  }
  return from === 0 ? text : concat([...parts, slice(text, from)]);
}

/** Makes a pattern for literal text. */
export function literally(text: string): RegExp {
  return new RegExp(text.replace(/\W/g, '\\$&'), 'g');
}

/** An empty span before `index`. */
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

/** Whether two pieces have the same definition, or both none. */
export function sameDefinition(
  a: Pick<PieceBase, 'definition'>,
  b: Pick<PieceBase, 'definition'>,
): boolean {
  if (a.definition === undefined || b.definition === undefined)
    return a.definition === b.definition;
  return sameSpan(a.definition, b.definition);
}

/** Groups pieces by place: `tcp:$HOST:1` has three runs. */
export function runs(text: MappedText): readonly (readonly Piece[])[] {
  const result: Piece[][] = [];
  for (const piece of text.pieces) {
    const run = result.at(-1);
    if (run && continues(run.at(-1), piece)) run.push(piece);
    else result.push([piece]);
  }
  return result;
}

function continues(previous: Piece | undefined, piece: Piece): boolean {
  // Parts of an escape share a span.
  return (
    previous !== undefined &&
    sameOrigin(previous, piece) &&
    (previous.at.end <= piece.at.start || sameSpan(previous.at, piece.at))
  );
}

/** The span without quotes; the first run's, if there are several. */
export function spanOf(text: MappedText): Span {
  const { pieces } = text;
  const first = pieces[0];
  if (first === undefined) return text.place;
  let last = first;
  for (let index = 1; index < pieces.length; index++) {
    const piece = pieces[index];
    if (piece === undefined || !continues(last, piece)) break;
    last = piece;
  }
  return last === first ? first.at : cover(first.at, last.at);
}

/** The span of a part within one verbatim piece; else undefined. */
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

/** The span of a part. */
export function spanOfPart(text: MappedText, start: number, end: number): Span {
  const inPiece = spanInPiece(text, start, end);
  if (inPiece) return inPiece;
  const part = slice(text, start, end);
  if (part.decoded === '') return part.place;
  const last = part.pieces.at(-1);
  const at = last?.at ?? part.place;
  const isDivided = last?.kind === 'known' && last.verbatim;
  return cover(spanOf(part), isDivided ? { start: at.end - 1, end: at.end } : at);
}

/** Marks pieces that have no branch. */
export function inBranch(text: MappedText, branch: Branch | undefined): MappedText {
  if (branch === undefined || text.pieces.every((piece) => piece.branch)) return text;
  return withMarks(text, (piece) => (piece.branch ? piece : withMark(piece, { branch })));
}

/** Adds a use, nearest to the command. */
export function throughUse(text: MappedText, use: Use): MappedText {
  const { decoded, pieces, starts, place } = text;
  const [only] = pieces;
  if (only && pieces.length === 1 && only.through.length === 0) {
    return { decoded, pieces: [withMark(only, { through: [use] })], starts, place };
  }
  let last = NO_USES;
  let through: readonly Use[] = [use];
  return withMarks(text, (piece) => {
    if (piece.through !== last) {
      last = piece.through;
      through = [use, ...last];
    }
    return withMark(piece, { through });
  });
}

/** Marks text as one definition's; if it came through a use, marks the use. */
export function definedAt(text: MappedText, definition: Span): MappedText {
  return withMarks(text, (piece) => {
    const { defaultOf, through } = piece;
    const marked =
      defaultOf && !defaultOf.definition
        ? withMark(piece, { defaultOf: { ...defaultOf, definition } })
        : piece;
    const use = through[0];
    if (use === undefined) return piece.definition ? marked : withMark(marked, { definition });
    if (use.definition) return marked;
    return withMark(marked, { through: [{ ...use, definition }, ...through.slice(1)] });
  });
}

/** Changes the marks of pieces. */
export function withMarks(text: MappedText, mark: (piece: Piece) => Piece): MappedText {
  const { pieces, starts, place } = text;
  const only = pieces[0];
  const marked = only && pieces.length === 1 ? [mark(only)] : pieces.map(mark);
  return { decoded: text.decoded, pieces: marked, starts, place };
}
