/**
 * Writes text into an XML document, so that the reader gives it back: the inverse of `decode`.
 */
import { type Encode, type Encodings, type LayerPart, writtenIn } from '../../text/encoding.ts';
import { isXmlCharacter } from './characters.ts';

/**
 * How text is written at a place: in an attribute value between double or single quotes, in the text of an element,
 * or in a CDATA section.
 */
export type XmlContext = 'attribute-double' | 'attribute-single' | 'text' | 'cdata';

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

const ESCAPED = {
  'attribute-double': /[&<>"\t\n\r]/g,
  'attribute-single': /[&<>'\t\n\r]/g,
  text: /[&<>\r]/g,
} as const;

/** For a place whose quotes nobody told us, such as an empty value: right in all of them. */
const ESCAPED_ANYWHERE = /[&<>"'\t\n\r]/g;

/**
 * Inside an attribute value or an element's text: in a value between double quotes `a"b` is `a&quot;b`. Undefined if
 * XML 1.0 cannot hold the text, not even as a reference (NUL, lone surrogates, U+FFFE), and for a CDATA section,
 * which has no escapes, if the text would need one.
 */
const encode: Encode = (parts, from, to, { level }) => {
  const context = from === to ? from.id : '';
  const encoded: LayerPart[] = [];
  for (const part of parts) {
    if (part.kind === 'source') {
      if (part.level < level) encoded.push(part);
      else if (context === 'cdata') return undefined;
      else encoded.push({ kind: 'text', text: part.source });
      continue;
    }
    if (!isXmlText(part.text)) return undefined;
    const text =
      context === 'cdata'
        ? part.text
        : part.text.replace(escaped(context), (found) => REFERENCES.get(found) ?? found);
    encoded.push({ kind: 'text', text });
  }
  if (context !== 'cdata') return encoded;
  const whole = encoded.map((part) => (part.kind === 'text' ? part.text : part.source)).join('');
  return /\]\]>|\r|\]\]?$/.test(whole) ? undefined : encoded;
};

function encoding(id: XmlContext): Encodings {
  return writtenIn({ id, notation: 'xml', expands: false, encode });
}

/** How text of a document is written at each kind of place. */
export const XML: Readonly<Record<XmlContext, Encodings>> = {
  'attribute-double': encoding('attribute-double'),
  'attribute-single': encoding('attribute-single'),
  text: encoding('text'),
  cdata: encoding('cdata'),
};

function escaped(context: string): RegExp {
  return context === 'attribute-double' || context === 'attribute-single' || context === 'text'
    ? ESCAPED[context]
    : ESCAPED_ANYWHERE;
}

function isXmlText(text: string): boolean {
  for (const character of text) {
    if (!isXmlCharacter(character.codePointAt(0) ?? 0)) return false;
  }
  return true;
}
