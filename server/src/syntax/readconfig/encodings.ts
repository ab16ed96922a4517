import { type Encode, type LayerPart, writtenInEach } from '../../text/encoding.ts';
import { skipBytes } from './lines.ts';

/** The format has no escapes, and the file is UTF-8. */
const UNQUOTABLE = /["\n\0]|\p{Surrogate}/u;

/** Keeps the closing quote within the 1,023 bytes of a line. */
const VALUE_BYTES = 900;

/** QEMU's limit for a group, id or key. */
export const NAME_BYTES = 63;

/** A key ends at white space and does not begin a comment or section. */
const KEY = /^(?!\[|#)[^\s\0]+$/;

/** Encodes a value, id or key. Undefined for a double quote, line feed, NUL, name over 63 bytes, value over 900. */
const encode: Encode = (parts, from, to, { level }) => {
  // An outer shell's expansion counts as one character: its length is unknown.
  const text = parts
    .map((part) => (part.kind === 'text' ? part.text : part.level < level ? 'x' : part.source))
    .join('');
  if (UNQUOTABLE.test(text)) return undefined;
  switch (from.id) {
    case 'bare-key':
      return KEY.test(text) && fits(text, NAME_BYTES) ? parts : undefined;
    case 'bare-group':
      if (!/^[^\s"\]]+$/.test(text) || !fits(text, NAME_BYTES)) return undefined;
      // An unterminated header gets its bracket and line ending.
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
      // An unterminated value gets its quote and line ending.
      return to === 'line-ending' ? between('', '"\n') : parts;
  }
}

/** Places in a file. */
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
    /** The line ending after an unterminated value or header. */
    'line-ending',
    /** `127.0.0.1` of `host = 127.0.0.1`, which QEMU drops. */
    'unquoted',
    /** `127.0.0.1` of `host 127.0.0.1`. */
    'without-equals',
    /** Behind a key that is alone on its line. */
    'absent',
  ],
  { notation: 'readconfig', encode },
);

function fits(text: string, bytes: number): boolean {
  return skipBytes(text, 0, text.length, bytes).position === text.length;
}
