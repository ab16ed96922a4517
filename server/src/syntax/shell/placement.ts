/** Maps offsets of a script to the file. In `bash -c '…'` offsets are those of the decoded string. */

import { usesBefore } from '../../text/again.ts';
import { anchorOf } from '../../text/edit-anchor.ts';
import { type Encodings, expandedBefore, readAgain } from '../../text/encoding.ts';
import {
  decodedPiece,
  type MappedText,
  mappedText,
  type Piece,
  pieceAt,
  piecesBetween,
  slice,
  spanInPiece,
  spanOf,
  type Use,
  withMark,
  withMarks,
} from '../../text/mapped-text.ts';
import { movedText, movedUse } from '../../text/moved-text.ts';
import { movedSpan, type Span, sameSpan } from '../../text/span.ts';
import { SHELL } from './encodings.ts';

export interface Placement {
  /** The decoded text; undefined for a file. */
  readonly host: MappedText | undefined;
  readonly span: (at: Span) => Span;
  /** `definition` is for pieces without one. */
  readonly text: (text: MappedText, definition?: Span) => MappedText;
  /** Nearest first. */
  readonly uses: (use: Use) => readonly Use[];
  readonly use: (use: Use) => Use;
}

/** Of a file's script. */
export const IN_FILE: Placement = {
  host: undefined,
  span: (at) => at,
  text: (text, definition) => (definition ? inDefinition(text, definition) : text),
  uses: (use) => [use],
  use: (use) => use,
};

function inDefinition(text: MappedText, definition: Span): MappedText {
  return withMarks(text, (piece) => (piece.definition ? piece : withMark(piece, { definition })));
}

/** Of a file at `start` of a set. */
export function placementAt(start: number): Placement {
  if (start === 0) return IN_FILE;
  const use = (inner: Use): Use => movedUse(inner, start);
  return {
    host: undefined,
    span: (at) => movedSpan(at, start),
    text: (text, definition) => movedText(text, start, definition && movedSpan(definition, start)),
    uses: (inner) => [use(inner)],
    use,
  };
}

/** Of a script in decoded text. */
export function placementIn(host: MappedText): Placement {
  let last: { readonly of: Span; readonly is: Span } | undefined;
  const span = (of: Span): Span => {
    const { start, end } = of;
    if (last && sameSpan(last.of, of)) return last.is;
    const is =
      spanInPiece(host, start, end) ??
      anchorOf(host, start, end)?.at ??
      spanOf(slice(host, start, end));
    last = { of, is };
    return is;
  };
  const use = (inner: Use): Use => {
    const outer = pieceAt(host, inner.at.start);
    return {
      at: span(inner.at),
      source: inner.source,
      encodings: readAgain(outer?.encodings ?? SHELL.bare, inner.encodings),
      definition: inner.definition ? span(inner.definition) : outer?.definition,
    };
  };
  return {
    host,
    span,
    use,
    uses: (inner) => {
      const before = pieceAt(host, inner.at.start)?.through ?? [];
      return [...usesBefore(inner.encodings)(before), use(inner)];
    },
    text: (text, definition) => {
      const around = definition && span(definition);
      const [only] = text.pieces;
      const pieces =
        only && text.pieces.length === 1
          ? piecesIn(host, only, { span, use }, around)
          : text.pieces.flatMap((piece) => piecesIn(host, piece, { span, use }, around));
      const { start, end } = text.place;
      const isThere = only && start === end && start === only.at.start && only.at.end > start;
      const [first] = isThere ? pieces : [];
      const place = first ? { start: first.at.start, end: first.at.start } : span(text.place);
      return mappedText(pieces, place);
    },
  };
}

function piecesIn(
  host: MappedText,
  piece: Piece,
  { span, use }: Pick<Placement, 'span' | 'use'>,
  around: Span | undefined,
): readonly Piece[] {
  const { start, end } = piece.at;
  const under = piecesBetween(host, start, end);
  const [first] = under;
  const definition = piece.definition ? span(piece.definition) : around;
  const defaultOf = piece.defaultOf && use(piece.defaultOf);
  // The blank between joined words.
  if (first === undefined) {
    const outer = pieceAt(host, Math.max(0, start - 1))?.encodings ?? SHELL.bare;
    const encodings = readAgain(outer, piece.encodings);
    return [{ ...piece, definition, defaultOf, at: slice(host, start, end).place, encodings }];
  }
  const inherited = (own: Piece, outer: Piece, at: Span, encodings: Encodings): Piece => ({
    ...own,
    at,
    encodings,
    through: usesBefore(piece.encodings)(outer.through),
    definition: definition ?? outer.definition,
    defaultOf: defaultOf ?? (outer.defaultOf && expandedUse(outer.defaultOf, piece.encodings)),
    branch: piece.branch ?? outer.branch,
  });
  if (piece.kind === 'unknown') {
    const encodings = readAgain(first.encodings, piece.encodings);
    return [inherited(piece, first, spanOf(slice(host, start, end)), encodings)];
  }
  const whole = piece.verbatim ? undefined : decodedPiece(host, start, end, piece.text);
  return (whole ? [whole] : under).map((outer) => {
    const nested = outer.kind === 'unknown' ? expandedBefore : readAgain;
    return inherited(outer, outer, outer.at, nested(outer.encodings, piece.encodings));
  });
}

function expandedUse(use: Use, inner: Encodings): Use {
  return { ...use, encodings: expandedBefore(use.encodings, inner) };
}
