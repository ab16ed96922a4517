/** Text and attribute values of XML 1.0 (§2.11, §3.3.3, §4.1). Without a DTD, only five entities are known. */

import { type Encode, encodeEach, sourceOfAll, writtenInEach } from '../../text/encoding.ts';
import type { Piece } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';
import { type Decoded, decodeSource } from '../decode-source.ts';
import { isXmlCharacter } from './characters.ts';
import type { XmlProblem } from './tree.ts';

const REFERENCES: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&apos;'],
  // Unescaped, an attribute turns them into blanks and a text loses the `\r`.
  ['\t', '&#9;'],
  ['\n', '&#10;'],
  ['\r', '&#13;'],
]);

/** `amp` to `&`. */
const PREDEFINED: ReadonlyMap<string, string> = new Map(
  [...REFERENCES].map(([character, reference]) => [reference.slice(1, -1), character]),
);

const ESCAPED: Readonly<Record<string, RegExp>> = {
  'attribute-double': /[&<>"\t\n\r]/g,
  'attribute-single': /[&<>'\t\n\r]/g,
  text: /[&<>\r]/g,
};

/** For unknown quotes, as of an empty value. */
const ESCAPED_ANYWHERE = /[&<>"'\t\n\r]/g;

/** Encodes text: `a"b` becomes `a&quot;b`. Undefined for characters that XML 1.0 forbids or CDATA would escape. */
const encode: Encode = (parts, from, to, position) => {
  const context = from === to ? from.id : '';
  if (parts.some((part) => part.kind === 'text' && !isXmlText(part.text))) return undefined;
  if (context !== 'cdata') {
    const escaped = ESCAPED[context] ?? ESCAPED_ANYWHERE;
    const reference = (found: string): string => REFERENCES.get(found) ?? found;
    return encodeEach(parts, position, (text, kind) =>
      kind === 'source' ? text : text.replace(escaped, reference),
    );
  }
  const isOwn = parts.some((part) => part.kind === 'source' && part.level >= position.level);
  return isOwn || /\]\]>|\r|\]\]?$/.test(sourceOfAll(parts)) ? undefined : parts;
};

/** An attribute value, element text, a CDATA section. */
export const XML = writtenInEach(['attribute-double', 'attribute-single', 'text', 'cdata'], {
  notation: 'xml',
  encode,
});

function isXmlText(text: string): boolean {
  for (const character of text) {
    if (!isXmlCharacter(character.codePointAt(0) ?? 0)) return false;
  }
  return true;
}

const REFERENCE =
  /&(?:#([0-9]+)|#x([0-9a-fA-F]+)|([A-Za-z_:\u0080-\uffff][-.\w:\u0080-\uffff]*));/y;

const SPECIAL: Readonly<Record<keyof typeof XML, RegExp>> = {
  'attribute-double': /\r\n|[\t\n\r&]/g,
  'attribute-single': /\r\n|[\t\n\r&]/g,
  text: /\r\n?|&/g,
  cdata: /\r\n?/g,
};

/** A span's pieces: three of `a&#10;b`. An unknown entity is an unknown piece; a stray ampersand stays, reported. */
export function decode(
  source: string,
  at: Span,
  context: keyof typeof XML,
  problems: XmlProblem[],
): readonly Piece[] {
  const read = (start: number): Decoded | undefined => {
    const character = source.charAt(start);
    if (character !== '&') {
      const length = source.startsWith('\r\n', start) ? 2 : 1;
      return { end: start + length, text: context.startsWith('attribute') ? ' ' : '\n' };
    }
    REFERENCE.lastIndex = start;
    const [reference, decimal, hexadecimal, entity] = REFERENCE.exec(source) ?? [];
    const text = entity === undefined ? numbered(decimal, hexadecimal) : PREDEFINED.get(entity);
    const end = start + (reference?.length ?? 1);
    if (text === undefined && entity === undefined) {
      problems.push({ kind: 'bad-reference', at: { start, end } });
    }
    return reference === undefined ? undefined : { end, text };
  };
  return decodeSource(source, at, XML[context], read, SPECIAL[context]);
}

function numbered(
  decimal: string | undefined,
  hexadecimal: string | undefined,
): string | undefined {
  const code =
    decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number.parseInt(decimal, 10);
  return isXmlCharacter(code) ? String.fromCodePoint(code) : undefined;
}
