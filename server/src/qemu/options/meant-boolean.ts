/** What somebody meant who wrote a boolean as QEMU does not read it. */
import { booleanOf } from './keyval.ts';
import { closest } from './refusal.ts';

/** Words of other programs, and `of`, which is one letter away from both. */
const WORDS: ReadonlyMap<string, string> = new Map([
  ...['1', 'enable', 'enabled'].map((word) => [word, 'on'] as const),
  ...['0', 'disable', 'disabled', 'of', 'none'].map((word) => [word, 'off'] as const),
]);

/** Those of QEMU's own words that are long enough to be told apart when a letter is wrong. */
const LONG_WORDS = ['off', 'yes', 'true', 'false'];

/** The word of QEMU that was probably meant: `on` for `ON` and for `1`; undefined where none is near. */
export function meantBoolean(text: string): string | undefined {
  const lower = text.toLowerCase();
  if (booleanOf(lower) !== undefined) return lower;
  return WORDS.get(lower) ?? closest(lower, LONG_WORDS);
}
