/**
 * Finds the end of a document type declaration (XML 1.0 §2.8), whose content we do not process. libvirt
 * would take entities and default attributes from it, but its own documents have none, and expanding
 * entities of entities is what makes other readers slow. What it may define stays unknown.
 */

const DELIMITER = /<!--|<\?|["'[\]>]/g;

const CLOSING: ReadonlyMap<string, string> = new Map([
  ['<!--', '-->'],
  ['<?', '?>'],
  ['"', '"'],
  ["'", "'"],
]);

/**
 * The position behind the declaration whose `<!DOCTYPE` begins at `start`. The `>` that ends it is outside
 * brackets, quotes, comments and processing instructions. A declaration that is not whole ends with the
 * first `>` of the text, or with the text.
 */
export function skipDoctype(text: string, start: number): number {
  DELIMITER.lastIndex = start + 2;
  let depth = 0;
  for (let match = DELIMITER.exec(text); match !== null; match = DELIMITER.exec(text)) {
    const [delimiter] = match;
    const closing = CLOSING.get(delimiter);
    if (closing !== undefined) {
      const end = text.indexOf(closing, match.index + delimiter.length);
      if (end === -1) break;
      DELIMITER.lastIndex = end + closing.length;
    } else if (delimiter === '[') {
      depth++;
    } else if (delimiter === ']') {
      depth--;
    } else if (depth <= 0) {
      return match.index + 1;
    }
  }
  const first = text.indexOf('>', start);
  return first === -1 ? text.length : first + 1;
}
