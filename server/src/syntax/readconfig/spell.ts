/** Writes text into a -readconfig file, so that the reader, and QEMU, give it back. */
import type { Speller } from '../speller.ts';
import { skipBytes } from './lines.ts';

/** What the quotes around a value or an id cannot hold: there are no escapes. Nor can a file in UTF-8. */
const UNQUOTABLE = /["\n\0]|\p{Surrogate}/u;

/** A longer value could push its closing quote behind the 1,023 bytes of a line. */
const VALUE_BYTES = 900;

const NAME_BYTES = 63;

/** A key ends with white space, and begins neither a comment nor a section. */
const KEY = /^(?!\[|#)[^\s\0]+$/;

/**
 * Spells a template in the place of a value, an id or a key. Values stand in double quotes, where commas
 * and backslashes are plain: `a,b` is `a,b`. Where the file has no quotes yet (the contexts of a dropped
 * value) they are written too: `127.0.0.1` is `"127.0.0.1"`. Undefined for text with a double quote, a
 * line feed or a NUL, which the format cannot hold, for a name of more than 63 bytes and for a value of
 * more than 900. A place whose context is unknown, such as that of an empty value, is between quotes.
 */
export const spellReadConfig: Speller = (template, from, to) => {
  const text = template.map((part) => (part.kind === 'text' ? part.text : part.source)).join('');
  if (UNQUOTABLE.test(text)) return undefined;
  switch (from) {
    case 'bare-key':
      return KEY.test(text) && fits(text, NAME_BYTES) ? text : undefined;
    case 'bare-group':
      return /^[^\s"\]]+$/.test(text) && fits(text, NAME_BYTES) ? text : undefined;
    case 'quoted-id':
      return text !== '' && fits(text, NAME_BYTES) ? text : undefined;
    default:
      return fits(text, VALUE_BYTES) ? spellValue(text, from, to) : undefined;
  }
};

function spellValue(text: string, from: string, to: string): string {
  switch (from) {
    case 'unquoted':
      return `"${text}"`;
    case 'without-equals':
      return `= "${text}"`;
    case 'absent':
      return ` = "${text}"`;
    default:
      // A value that took in the end of its line gets its quote, and the line its end.
      return to === 'line-ending' ? `${text}"\n` : text;
  }
}

function fits(text: string, bytes: number): boolean {
  return skipBytes(text, 0, text.length, bytes).position === text.length;
}
