/** Words of a command line of which something is not known: all of them, or who reads them. */

import { readAgainAs } from '../text/again.ts';
import { type Encodings, UNKNOWN_ENCODING } from '../text/encoding.ts';
import { mappedText } from '../text/mapped-text.ts';
import type { Span } from '../text/span.ts';
import type { Word } from './invocation.ts';

/** How many words of one command line are looked at; behind them anything may stand. */
export const MAX_LINE_WORDS = 10_000;

/** Words that nobody knows, written at a place in a certain way. */
export function unknownWords(at: Span, encodings: Encodings): Word {
  const value = mappedText([{ kind: 'unknown', source: '', at, encodings, through: [] }], at);
  return { value, at, many: true };
}

/** The same words, in which nothing can be written. */
export function unwritable<Some extends Word>(words: readonly Some[]): readonly Some[] {
  return words.map((word) => ({ ...word, value: readAgainAs(word.value, UNKNOWN_ENCODING) }));
}
