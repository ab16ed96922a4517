/**
 * Character data and attribute values: how they are decoded, by references (XML 1.0 §4.1, §4.6), line ends (§2.11) and
 * the white space of attribute values (§3.3.3), and how text is written so that this gives it back. No DTD is read, so
 * that any entity but the five predefined ones is text that a file does not fix.
 */

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
  // As they stand, an attribute value would turn them into blanks and a text would lose the `\r`.
  ['\t', '&#9;'],
  ['\n', '&#10;'],
  ['\r', '&#13;'],
]);

/** What the references with names stand for: `&` for `amp`. */
const PREDEFINED: ReadonlyMap<string, string> = new Map(
  [...REFERENCES].map(([character, reference]) => [reference.slice(1, -1), character]),
);

const ESCAPED: Readonly<Record<string, RegExp>> = {
  'attribute-double': /[&<>"\t\n\r]/g,
  'attribute-single': /[&<>'\t\n\r]/g,
  text: /[&<>\r]/g,
};

/** For a place whose quotes nobody told us, such as an empty value: right in all of them. */
const ESCAPED_ANYWHERE = /[&<>"'\t\n\r]/g;

/**
 * Inside an attribute value or an element's text: in a value between double quotes `a"b` is `a&quot;b`. Undefined if
 * XML 1.0 cannot hold the text, not even as a reference (NUL, lone surrogates, U+FFFE), and for a CDATA section,
 * which has no escapes, if the text would need one.
 */
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

/** How text is written in an attribute value, in the text of an element, or in a CDATA section. */
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

/** What stands out of plain text in each context. */
const SPECIAL: Readonly<Record<keyof typeof XML, RegExp>> = {
  'attribute-double': /\r\n|[\t\n\r&]/g,
  'attribute-single': /\r\n|[\t\n\r&]/g,
  text: /\r\n?|&/g,
  cdata: /\r\n?/g,
};

/**
 * The pieces of the text at `at`. `a&#10;b` has three: `a`, a line feed written as `&#10;`, `b`. An entity
 * that is not predefined, or a reference to a character that XML forbids, is one unknown piece. An
 * ampersand that begins no reference stays as it is and is a problem.
 */
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
