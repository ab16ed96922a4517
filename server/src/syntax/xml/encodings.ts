/**
 * Character data and attribute values: how they are decoded, by references (XML 1.0 §4.1, §4.6), line ends (§2.11) and
 * the white space of attribute values (§3.3.3), and how text is written so that this gives it back. No DTD is read, so
 * that any entity but the five predefined ones is text that a file does not fix.
 */

import { type Encode, encodeEach, sourceOfAll, writtenInEach } from '../../text/encoding.ts';
import type { Piece } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';
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
  // The expressions run over the slice, since over the whole source each would look to its end.
  const raw = source.slice(at.start, at.end);
  const pieces: Piece[] = [];
  let plainFrom = 0;
  const encodings = XML[context];
  const addPlain = (to: number): void => {
    if (to <= plainFrom) return;
    const span = { start: at.start + plainFrom, end: at.start + to };
    const text = raw.slice(plainFrom, to);
    pieces.push({ kind: 'known', text, at: span, verbatim: true, encodings, through: [] });
  };
  for (const match of raw.matchAll(SPECIAL[context])) {
    const start = match.index;
    if (match[0] !== '&') {
      addPlain(start);
      const span = { start: at.start + start, end: at.start + start + match[0].length };
      const text = context === 'text' || context === 'cdata' ? '\n' : ' ';
      pieces.push({ kind: 'known', text, at: span, verbatim: false, encodings, through: [] });
      plainFrom = start + match[0].length;
      continue;
    }
    REFERENCE.lastIndex = start;
    const reference = REFERENCE.exec(raw);
    if (reference === null) {
      const span = { start: at.start + start, end: at.start + start + 1 };
      problems.push({ kind: 'bad-reference', at: span });
      continue;
    }
    addPlain(start);
    plainFrom = start + reference[0].length;
    pieces.push(decodeReference(reference, at.start + start, context, problems));
  }
  addPlain(raw.length);
  return pieces;
}

function decodeReference(
  reference: RegExpExecArray,
  start: number,
  context: keyof typeof XML,
  problems: XmlProblem[],
): Piece {
  const [source, decimal, hexadecimal, entity] = reference;
  const at = { start, end: start + source.length };
  const text = entity === undefined ? character(decimal, hexadecimal) : PREDEFINED.get(entity);
  if (text !== undefined) {
    return { kind: 'known', text, at, verbatim: false, encodings: XML[context], through: [] };
  }
  if (entity === undefined) problems.push({ kind: 'bad-reference', at });
  return { kind: 'unknown', source, at, encodings: XML[context], through: [] };
}

function character(
  decimal: string | undefined,
  hexadecimal: string | undefined,
): string | undefined {
  const code =
    decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number.parseInt(decimal, 10);
  return isXmlCharacter(code) ? String.fromCodePoint(code) : undefined;
}
