/** Words and texts as other programs put them together or read them again. */
import { readAgain } from '../../syntax/shell/nesting.ts';
import { type MappedText, mappedText, type Piece } from '../../text/mapped-text.ts';
import type { Word } from '../invocation.ts';
import { joinWords } from './fields.ts';

/** Words as one text with a blank between them, as `eval` and `ssh` put them together. */
export function joinedWords(words: readonly Word[]): MappedText {
  return mappedText(joinWords(words), words[0]?.text.place);
}

/**
 * A text as another program reads it that is no shell: nothing in it expands, and no speller knows its
 * quotes.
 */
export function readAgainText(text: MappedText): MappedText {
  return readAgainAs(text, 'other');
}

/** The same where the context of the other program is one that a speller knows. */
export function readAgainAs(text: MappedText, context: string): MappedText {
  const pieces = text.pieces.map((piece): Piece => {
    return { ...piece, context: readAgain(piece.context, context) };
  });
  return mappedText(pieces, text.place);
}
