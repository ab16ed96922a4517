/** Tables of names as words separated by white space. */

/** In order. */
export function splitWords(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}

/** As a set. */
export function wordSet(text: string): ReadonlySet<string> {
  return new Set(splitWords(text));
}
