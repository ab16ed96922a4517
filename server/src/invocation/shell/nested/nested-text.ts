import { readAgainAs } from '../../../text/again.ts';
import { UNKNOWN_ENCODING } from '../../../text/encoding.ts';
import {
  type MappedText,
  mappedText,
  type Piece,
  replaceEach,
  slice,
  unknownText,
} from '../../../text/mapped-text.ts';
import type { Word } from '../../invocation.ts';
import { joinWords } from '../expand/fields.ts';

/** Joins words by blanks, as `eval` and `ssh` do. */
export function joinedWords(words: readonly Word[]): MappedText {
  return mappedText(joinWords(words), words[0]?.value.place);
}

/** Text for a program that expands nothing; its quoting is unknown. */
export function readAgainText(text: MappedText): MappedText {
  return readAgainAs(text, UNKNOWN_ENCODING);
}

/** Makes a blank of a piece. */
export function asBlank(piece: Piece): Piece {
  return piece.kind === 'known' ? { ...piece, text: ' ', verbatim: false } : piece;
}

/** Replaces placeholders by `given` or unknown text. `holder` is global. */
export function withHolders(word: Word, holder: RegExp, given?: MappedText): Word {
  const value = replaceEach(word.value, holder, ({ 0: source, index }) => {
    const [first] = slice(word.value, index, index + source.length).pieces;
    if (given || !first) return given;
    const { at, encodings, through, definition } = first;
    return unknownText(source, { at, encodings, through, definition });
  });
  return value === word.value ? word : { ...word, value };
}
