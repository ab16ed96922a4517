/**
 * Puts what was read out of a text back to where that text is written. A command inside a string is read
 * with offsets that count in the decoded string; here they become places of the file, and what the outer
 * shell did not know is unknown again.
 */
import { expandedBefore, readAgain } from '../syntax/shell/nesting.ts';
import {
  decodedPiece,
  type MappedText,
  mappedText,
  type Piece,
  pieceAt,
  slice,
  spanOf,
  type Use,
} from '../text/mapped-text.ts';
import { type Span, sameSpan } from '../text/span.ts';
import type { Word } from './invocation.ts';
import { joinWords } from './shell-fields.ts';

/** Where characters of the host text are written. */
export function spanIn(host: MappedText, { start, end }: Span): Span {
  return spanOf(slice(host, start, end));
}

/**
 * A word read out of `host`. An unknown piece of the host that stands bare and alone may turn out to be
 * any number of words, as in `bash -c "qemu $OPTS"`.
 */
export function wordIn(host: MappedText, word: Word): Word {
  const text = textIn(host, word.text);
  const [only, ...others] = text.pieces;
  const alone = only?.kind === 'unknown' && others.length === 0;
  const [first] = word.text.pieces;
  const bare = (first?.through[0]?.context ?? first?.context) === 'bare';
  const many = word.many || (alone && bare);
  return { text, at: spanIn(host, word.at), many };
}

/** A text read out of `host`. */
export function textIn(host: MappedText, text: MappedText): MappedText {
  const pieces = text.pieces.flatMap((piece) => piecesIn(host, piece));
  return mappedText(pieces, spanIn(host, text.place));
}

function piecesIn(host: MappedText, piece: Piece): readonly Piece[] {
  const { start, end } = piece.at;
  const under = slice(host, start, end);
  const [first] = under.pieces;
  // What no character stands for, such as the blank between two words that are joined.
  if (first === undefined) {
    const outer = pieceAt(host, Math.max(0, start - 1))?.context ?? 'bare';
    return [
      { ...piece, ...ways(host, piece), at: under.place, context: readAgain(outer, piece.context) },
    ];
  }
  const inherited = (
    outer: Piece,
  ): Pick<Piece, 'through' | 'definition' | 'defaultOf' | 'branch'> => {
    const own = ways(host, piece);
    return {
      through: throughHost(host, piece, own.through, outer),
      definition: own.definition ?? outer.definition,
      defaultOf: own.defaultOf ?? (outer.defaultOf && expandedUse(outer.defaultOf, piece.context)),
      branch: piece.branch ?? outer.branch,
    };
  };
  if (piece.kind === 'unknown') {
    const context = readAgain(first.context, piece.context);
    return [{ ...piece, ...inherited(first), at: spanOf(under), context }];
  }
  const whole = piece.verbatim ? undefined : decodedPiece(under, 0, under.text.length, piece.text);
  return (whole ? [whole] : under.pieces).map((outer) => {
    const nested = outer.kind === 'unknown' ? expandedBefore : readAgain;
    return { ...outer, ...inherited(outer), context: nested(outer.context, piece.context) };
  });
}

/**
 * All uses of a piece, the nearest to the command first: those that brought the text of the command, then
 * those inside it, then those that brought the value, unless it was written in the text itself.
 */
function throughHost(
  host: MappedText,
  piece: Piece,
  own: readonly Use[],
  outer: Piece,
): readonly Use[] {
  const [nearest] = piece.through;
  const brought = outer.through.map((use) => expandedUse(use, piece.context));
  if (nearest === undefined) return brought;
  const text = pieceAt(host, nearest.at.start)?.through ?? [];
  const sameText =
    text.length === outer.through.length &&
    text.every((use, index) => sameSpan(use.at, outer.through[index]?.at ?? piece.at));
  const before = text.map((use) => expandedUse(use, nearest.context));
  return [...before, ...own, ...(sameText ? [] : brought)];
}

/** How a piece came to its use inside the host text. */
function ways(
  host: MappedText,
  { through, definition, defaultOf }: Piece,
): Pick<Piece, 'through' | 'definition' | 'defaultOf'> {
  return {
    through: through.map((use) => useIn(host, use)),
    definition: definition && spanIn(host, definition),
    defaultOf: defaultOf && useIn(host, defaultOf),
  };
}

function useIn(host: MappedText, use: Use): Use {
  const outer = pieceAt(host, use.at.start);
  return {
    at: spanIn(host, use.at),
    source: use.source,
    context: readAgain(outer?.context ?? 'bare', use.context),
    definition: use.definition ? spanIn(host, use.definition) : outer?.definition,
  };
}

/** An expansion of an outer shell, at a place where an inner one reads what it gives. */
function expandedUse(use: Use, inner: string): Use {
  return { ...use, context: expandedBefore(use.context, inner) };
}

/** Words as one text with a blank between them, as `eval` and `ssh` put them together. */
export function joinedWords(words: readonly Word[]): MappedText {
  return mappedText(joinWords(words), words[0]?.text.place);
}

/**
 * A text as another program reads it that is no shell: nothing in it expands, and no speller knows its
 * quotes.
 */
export function readAgainText(text: MappedText): MappedText {
  const pieces = text.pieces.map((piece): Piece => {
    return { ...piece, context: readAgain(piece.context, 'other') };
  });
  return mappedText(pieces, text.place);
}
