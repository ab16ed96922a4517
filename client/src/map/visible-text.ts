/** Makes invisible characters in names from files visible. */

/** Control characters, and those that change the text direction. */
const UNSEEN = /[\p{Cc}\u061C\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/gu;

/** Replaces each by U+FFFD. */
export function visible(text: string): string {
  return text.replace(UNSEEN, '\uFFFD');
}
