/**
 * Writes text into an XML document, so that the reader gives it back: the inverse of `decode`.
 */
import type { Speller } from '../speller.ts';
import { isXmlCharacter } from './characters.ts';

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
 * Spells a template inside an attribute value or an element's text: in a value between double quotes
 * `a"b` is `a&quot;b`. Undefined if XML 1.0 cannot hold the text, not even as a reference (NUL, lone
 * surrogates, U+FFFE), and for a CDATA section, which has no escapes, if the text would need one.
 */
export const spellXml: Speller = (template, from, to) => {
  const context = from === to ? from : '';
  const spelled: string[] = [];
  for (const part of template) {
    if (part.kind === 'source') {
      if (context === 'cdata') return undefined;
      spelled.push(part.source);
      continue;
    }
    if (!isXmlText(part.text)) return undefined;
    if (context === 'cdata') spelled.push(part.text);
    else
      spelled.push(part.text.replace(escaped(context), (found) => REFERENCES.get(found) ?? found));
  }
  const result = spelled.join('');
  return context === 'cdata' && /\]\]>|\r|\]\]?$/.test(result) ? undefined : result;
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
