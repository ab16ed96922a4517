/** Names from files, which may hold anything. */

/** Control characters, and those that turn the direction of what follows and so could tell another story. */
const UNSEEN = /[\p{Cc}\u061C\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/gu;

/** A text in which nothing is hidden: what cannot be seen is a replacement character. */
export function visible(text: string): string {
  return text.replace(UNSEEN, '\uFFFD');
}
