/** Tables of names as words separated by white space. */

/** The words of a text, in order. */
export function splitWords(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}

/** The words of a text, as a set. */
export function wordSet(text: string): ReadonlySet<string> {
  return new Set(splitWords(text));
}
