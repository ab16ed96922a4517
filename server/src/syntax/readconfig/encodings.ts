/** Writes text into a -readconfig file, so that the reader, and QEMU, give it back. */
import { type Encode, type LayerPart, writtenInEach } from '../../text/encoding.ts';
import { skipBytes } from './lines.ts';

/** What the quotes around a value or an id cannot hold: there are no escapes. Nor can a file in UTF-8. */
const UNQUOTABLE = /["\n\0]|\p{Surrogate}/u;

/** A longer value could push its closing quote behind the 1,023 bytes of a line. */
const VALUE_BYTES = 900;

const NAME_BYTES = 63;

/** A key ends with white space, and begins neither a comment nor a section. */
const KEY = /^(?!\[|#)[^\s\0]+$/;

/**
 * In the place of a value, an id or a key. Values stand in double quotes, where commas and backslashes are plain:
 * `a,b` is `a,b`. Where the file has no quotes yet (the contexts of a dropped value) they are written too:
 * `127.0.0.1` is `"127.0.0.1"`. Undefined for text with a double quote, a line feed or a NUL, which the format cannot
 * hold, for a name of more than 63 bytes and for a value of more than 900.
 */
const encode: Encode = (parts, from, to, { level }) => {
  // What a shell around the file replaces counts as one character, since nobody knows how long it is.
  const text = parts
    .map((part) => (part.kind === 'text' ? part.text : part.level < level ? 'x' : part.source))
    .join('');
  if (UNQUOTABLE.test(text)) return undefined;
  switch (from.id) {
    case 'bare-key':
      return KEY.test(text) && fits(text, NAME_BYTES) ? parts : undefined;
    case 'bare-group':
      if (!/^[^\s"\]]+$/.test(text) || !fits(text, NAME_BYTES)) return undefined;
      // A header that took in the end of its line gets its bracket, and the line its end.
      return to.id === 'line-ending' ? [...parts, { kind: 'text', text: ']\n' }] : parts;
    case 'quoted-id':
      return text !== '' && fits(text, NAME_BYTES) ? parts : undefined;
    default:
      return fits(text, VALUE_BYTES) ? encodeValue(parts, from.id, to.id) : undefined;
  }
};

function encodeValue(parts: readonly LayerPart[], from: string, to: string): readonly LayerPart[] {
  const between = (before: string, behind: string): readonly LayerPart[] => [
    { kind: 'text', text: before },
    ...parts,
    { kind: 'text', text: behind },
  ];
  switch (from) {
    case 'unquoted':
      return between('"', '"');
    case 'without-equals':
      return between('= "', '"');
    case 'absent':
      return between(' = "', '"');
    default:
      // A value that took in the end of its line gets its quote, and the line its end.
      return to === 'line-ending' ? between('', '"\n') : parts;
  }
}

/** How text of a file is written at each kind of place. */
export const READCONFIG = writtenInEach(
  [
    /** `chardev` of `[chardev "mon0"]`. */
    'bare-group',
    /** `mon0` of `[chardev "mon0"]`. */
    'quoted-id',
    /** `host` of `host = "127.0.0.1"`. */
    'bare-key',
    /** `127.0.0.1` of `host = "127.0.0.1"`. */
    'quoted',
    /** The line ending that a value without a closing quote takes in, or a header without its bracket. */
    'line-ending',
    /** Where QEMU finds no value: in the place of the `127.0.0.1` of `host = 127.0.0.1`, behind the `=`. */
    'unquoted',
    /** In the place of the `127.0.0.1` of `host 127.0.0.1`, where the `=` is missing too. */
    'without-equals',
    /** Behind the key that is alone on its line. */
    'absent',
  ],
  { notation: 'readconfig', encode },
);

function fits(text: string, bytes: number): boolean {
  return skipBytes(text, 0, text.length, bytes).position === text.length;
}
