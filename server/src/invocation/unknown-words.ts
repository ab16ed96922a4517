import { readAgainAs } from '../text/again.ts';
import { type Encodings, UNKNOWN_ENCODING } from '../text/encoding.ts';
import { unknownText } from '../text/mapped-text.ts';
import type { Span } from '../text/span.ts';
import type { Word } from './invocation.ts';

/** Makes any number of unknown words. */
export function unknownWords(at: Span, encodings: Encodings): Word {
  return { value: unknownText('', { at, encodings }), at, many: true };
}

/** Makes words that cannot be edited. */
export function unwritable<Some extends Word>(words: readonly Some[]): readonly Some[] {
  return words.map((word) => ({ ...word, value: readAgainAs(word.value, UNKNOWN_ENCODING) }));
}
