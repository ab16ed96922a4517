/** Tables of names, written as one reads them: with blanks and line ends between the words. */

/** The words of a text in their order. */
export function splitWords(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}

/** The words of a text for asking whether one is among them. */
export function wordSet(text: string): ReadonlySet<string> {
  return new Set(splitWords(text));
}
