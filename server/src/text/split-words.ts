/** Tables of names as words between blanks. */

export function splitWords(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}

/** Words as a set. */
export function wordSet(text: string): ReadonlySet<string> {
  return new Set(splitWords(text));
}
