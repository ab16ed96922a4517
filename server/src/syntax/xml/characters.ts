/** Character classes of XML 1.0: productions 2 (Char), 3 (S), 4 and 4a (names, simplified). */

/** Whether XML 1.0 allows the character, even as a reference. */
export function isXmlCharacter(code: number): boolean {
  return (
    code === 0x9 ||
    code === 0xa ||
    code === 0xd ||
    (code >= 0x20 && code <= 0xd7ff) ||
    (code >= 0xe000 && code <= 0xfffd) ||
    (code >= 0x10000 && code <= 0x10ffff)
  );
}

/** Whether a code unit is white space. */
export function isXmlSpace(code: number): boolean {
  return code === 0x20 || code === 0x9 || code === 0xa || code === 0xd;
}

/** Accepts all of non-ASCII, slightly more than XML. */
const NAME = /[A-Za-z_:\u0080-\uffff][-.\w:\u0080-\uffff]*/y;

/** The offset after white space. */
export function skipSpaces(text: string, position: number): number {
  let end = position;
  while (end < text.length && isXmlSpace(text.charCodeAt(end))) end++;
  return end;
}

/** The offset after a name; `position` if there is none. */
export function skipName(text: string, position: number): number {
  NAME.lastIndex = position;
  return NAME.test(text) ? NAME.lastIndex : position;
}
