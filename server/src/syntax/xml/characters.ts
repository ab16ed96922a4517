/** Which characters XML 1.0 knows: production 2 (Char), 3 (S), 4 and 4a (names, taken generously). */

/** Whether XML 1.0 may contain the character at all, even as a character reference. */
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

/** Whether the code unit is one of XML's four white space characters. */
export function isXmlSpace(code: number): boolean {
  return code === 0x20 || code === 0x9 || code === 0xa || code === 0xd;
}

/** Matches a name at `lastIndex`. Anything beyond ASCII counts, which is a little more than XML allows. */
const NAME = /[A-Za-z_:\u0080-\uffff][-.\w:\u0080-\uffff]*/y;

/** The position after the white space at `position`. */
export function skipSpaces(text: string, position: number): number {
  let end = position;
  while (end < text.length && isXmlSpace(text.charCodeAt(end))) end++;
  return end;
}

/** The position after the name at `position`, which is `position` itself where no name begins. */
export function skipName(text: string, position: number): number {
  NAME.lastIndex = position;
  return NAME.test(text) ? NAME.lastIndex : position;
}
