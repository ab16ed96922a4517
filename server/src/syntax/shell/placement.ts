/**
 * Where a script is written. The script of a file stands at its own offsets; one inside a string
 * (`bash -c '…'`, `eval "$CMD"`, a here-document) is read with offsets that count in the decoded string, and
 * what is read becomes places of the file here. What the outer shell did not know is unknown again.
 */

import { usesBefore } from '../../text/again.ts';
import { anchorOf } from '../../text/edit-anchor.ts';
import { type Encodings, expandedBefore, readAgain } from '../../text/encoding.ts';
import { keepingLast } from '../../text/lookup.ts';
import {
  decodedPiece,
  type MappedText,
  mappedText,
  NO_USES,
  type Piece,
  pieceAt,
  piecesBetween,
  slice,
  spanInPiece,
  spanOf,
  type Use,
  withMarks,
} from '../../text/mapped-text.ts';
import {
  movedBy,
  type Relocation,
  relocatedSpan,
  relocatedText,
  relocatedUse,
} from '../../text/relocated.ts';
import { type Span, sameSpan } from '../../text/span.ts';
import { SHELL } from './encodings.ts';

export interface Placement {
  /** The text that the script was read from, where it is not the file itself. */
  readonly host: MappedText | undefined;
  /** Where a stretch of the script is written in the file. */
  readonly span: (at: Span) => Span;
  /** A text of the script with the places in the file. What of it is in no definition is in the given one. */
  readonly text: (text: MappedText, definition?: Span) => MappedText;
  /** An expansion of the script with the uses that brought it there, the nearest to the command first. */
  readonly uses: (use: Use) => readonly Use[];
  /** Whether an expansion in the script is only a part of what stands there in the file. */
  readonly use: (use: Use) => Use;
}

/** For the script of a file. */
export const IN_FILE: Placement = {
  host: undefined,
  span: (at) => at,
  text: (text, definition) => (definition ? inDefinition(text, definition) : text),
  uses: (use) => [use],
  use: (use) => use,
};

function inDefinition(text: MappedText, definition: Span): MappedText {
  return withMarks(text, (piece) => ({ ...piece, definition: piece.definition ?? definition }));
}

/**
 * For the script of a file that lies behind others in one text: its own offsets count from its start, so
 * that its tree is the same wherever it lies.
 */
export function placementAt(start: number): Placement {
  return start === 0 ? IN_FILE : placementBy(movedBy(start));
}

/** For a script whose offsets are counted in another way. */
export function placementBy(to: Relocation): Placement {
  const use = (inner: Use): Use => relocatedUse(inner, to);
  return {
    host: undefined,
    span: (at) => relocatedSpan(at, to),
    text: (text, definition) => {
      return relocatedText(text, to, definition && relocatedSpan(definition, to));
    },
    uses: (inner) => [use(inner)],
    use,
  };
}

/** For a script that was read from a decoded text. */
export function placementIn(host: MappedText): Placement {
  // With the expansions in it, where it is written in one place; else where it begins.
  let last: { readonly of: Span; readonly is: Span } | undefined;
  const span = (of: Span): Span => {
    const { start, end } = of;
    // Asked of a word and then of its text, which is all of it as a rule.
    if (last && sameSpan(last.of, of)) return last.is;
    const is =
      spanInPiece(host, start, end) ??
      anchorOf(host, start, end)?.at ??
      spanOf(slice(host, start, end));
    last = { of, is };
    return is;
  };
  const nesting = nestingIn();
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
      return [...nesting.uses(before, inner.encodings), use(inner)];
    },
    text: (text, definition) => {
      const around = definition && span(definition);
      const [only] = text.pieces;
      const pieces =
        only && text.pieces.length === 1
          ? piecesIn(host, only, { span, use }, nesting, around)
          : text.pieces.flatMap((piece) => piecesIn(host, piece, { span, use }, nesting, around));
      const { start, end } = text.place;
      // What is used where it stands mostly has its place where its first piece begins.
      const isThere = only && start === end && start === only.at.start && only.at.end > start;
      const [first] = isThere ? pieces : [];
      const place = first ? { start: first.at.start, end: first.at.start } : span(text.place);
      return mappedText(pieces, place);
    },
  };
}

/** How what is written in a text is written for whoever reads that once more; nearly all of it in the same way. */
interface Nesting {
  readonly read: typeof readAgain;
  readonly expanded: typeof expandedBefore;
  /** Expansions of an outer shell, at a place where an inner one reads what they give. */
  readonly uses: (uses: readonly Use[], inner: Encodings) => readonly Use[];
}

function nestingIn(): Nesting {
  const known = new Map<Encodings, ReturnType<typeof usesBefore>>();
  const brought = (inner: Encodings) => {
    const made = known.get(inner) ?? usesBefore(inner);
    known.set(inner, made);
    return made;
  };
  return {
    read: keepingLast(readAgain),
    expanded: keepingLast(expandedBefore),
    uses: (outer, inner) => (outer.length === 0 ? NO_USES : brought(inner)(outer)),
  };
}

function piecesIn(
  host: MappedText,
  piece: Piece,
  { span, use }: Pick<Placement, 'span' | 'use'>,
  nesting: Nesting,
  around: Span | undefined,
): readonly Piece[] {
  const { start, end } = piece.at;
  const under = piecesBetween(host, start, end);
  const [first] = under;
  const definition = piece.definition ? span(piece.definition) : around;
  const defaultOf = piece.defaultOf && use(piece.defaultOf);
  // What no character stands for, such as the blank between two words that are joined.
  if (first === undefined) {
    const outer = pieceAt(host, Math.max(0, start - 1))?.encodings ?? SHELL.bare;
    const encodings = nesting.read(outer, piece.encodings);
    return [{ ...piece, definition, defaultOf, at: slice(host, start, end).place, encodings }];
  }
  const inherited = (own: Piece, outer: Piece, at: Span, encodings: Encodings): Piece => ({
    ...own,
    at,
    encodings,
    through: nesting.uses(outer.through, piece.encodings),
    definition: definition ?? outer.definition,
    defaultOf: defaultOf ?? (outer.defaultOf && expandedUse(outer.defaultOf, piece.encodings)),
    branch: piece.branch ?? outer.branch,
  });
  if (piece.kind === 'unknown') {
    const encodings = nesting.read(first.encodings, piece.encodings);
    return [inherited(piece, first, spanOf(slice(host, start, end)), encodings)];
  }
  const whole = piece.verbatim ? undefined : decodedPiece(host, start, end, piece.text);
  return (whole ? [whole] : under).map((outer) => {
    const nested = outer.kind === 'unknown' ? nesting.expanded : nesting.read;
    return inherited(outer, outer, outer.at, nested(outer.encodings, piece.encodings));
  });
}

/** An expansion of an outer shell, at a place where an inner one reads what it gives. */
function expandedUse(use: Use, inner: Encodings): Use {
  return { ...use, encodings: expandedBefore(use.encodings, inner) };
}
