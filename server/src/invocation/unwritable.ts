/** Words in a text whose reader nobody knows. */
import { readAgainAs } from '../text/again.ts';
import { UNKNOWN_ENCODING } from '../text/encoding.ts';
import type { Word } from './invocation.ts';

/** The same words, in which nothing can be written. */
export function unwritable<Some extends Word>(words: readonly Some[]): readonly Some[] {
  return words.map((word) => ({ ...word, value: readAgainAs(word.value, UNKNOWN_ENCODING) }));
}
