/**
 * The word of a command line that a cursor touches, in an analysis of the text as it stands. So nothing has to be
 * read once more while somebody goes on typing in a word.
 */
import type { ArgvInvocation, Word } from '../invocation/invocation.ts';
import { type KnownPiece, type MappedText, mappedText, type Piece } from '../text/mapped-text.ts';
import type { Analysis } from './analyze.ts';

/** A command line with the mark in one of its words. */
export interface TouchedWord {
  readonly invocation: ArgvInvocation;
  readonly word: Word;
  /** Where in the text of the word the mark is. */
  readonly index: number;
}

/**
 * The command lines of an analysis in which an offset of a file is inside of a word, or at its edge, each with
 * the mark put there. The offset counts from the file's start.
 */
export function* touchedWords(
  { invocations, files }: Analysis,
  path: string,
  offset: number,
  mark: string,
): Generator<TouchedWord> {
  const place = files.place({ path, at: { start: offset, end: offset } })?.start;
  if (place === undefined) return;
  for (const invocation of invocations) {
    if (invocation.kind !== 'argv') continue;
    for (const [number, word] of invocation.words.entries()) {
      const marked = markedAt(word.text, place, mark);
      if (marked === undefined) continue;
      const touched: Word = { ...word, text: marked };
      const words = invocation.words.with(number, touched);
      const index = marked.text.indexOf(mark);
      yield { invocation: { ...invocation, words }, word: touched, index };
      break;
    }
  }
}

/** A text with the mark at a place of its source; undefined where no character of it is beside that place. */
function markedAt(text: MappedText, place: number, mark: string): MappedText | undefined {
  // The character in front of the cursor says how text is spelled there, where there is one.
  const before = text.pieces.findIndex((piece) => piece.at.end >= place && piece.at.start < place);
  const number = before !== -1 ? before : text.pieces.findIndex(({ at }) => at.start === place);
  const piece = text.pieces[number];
  if (piece?.kind !== 'known' || !piece.verbatim) return undefined;
  const cut = place - piece.at.start;
  const parts: Piece[] = [
    part(piece, 0, cut),
    { ...piece, text: mark, at: { start: place, end: place } },
    part(piece, cut, piece.text.length),
  ];
  return mappedText(text.pieces.toSpliced(number, 1, ...parts), text.place);
}

function part(piece: KnownPiece, start: number, end: number): KnownPiece {
  const at = { start: piece.at.start + start, end: piece.at.start + end };
  return { ...piece, text: piece.text.slice(start, end), at };
}
