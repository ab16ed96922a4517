/** QEMU's JSON over mapped text (qobject/json-lexer.c, json-parser.c), with single quotes and the escape `\'`. */

import { LIMITS } from '../../text/limits.ts';
import {
  decodedPiece,
  type MappedText,
  mappedText,
  type Piece,
  slice,
  UNKNOWN,
  unknownAt,
} from '../../text/mapped-text.ts';

/** `text`: the decoded string without its `quote`s, the number, or the whole list. */
export type JsonValue =
  | { readonly kind: 'string'; readonly text: MappedText; readonly quote: string }
  | { readonly kind: 'number' | 'boolean' | 'null'; readonly text: MappedText }
  | { readonly kind: 'object'; readonly entries: readonly JsonEntry[]; readonly text: MappedText }
  | { readonly kind: 'array'; readonly items: readonly JsonValue[]; readonly text: MappedText }
  /** Text in place of a value: `{"id": $ID}`. */
  | { readonly kind: 'unknown'; readonly text: MappedText };

interface JsonEntry {
  readonly key: MappedText;
  readonly value: JsonValue;
}

/** The only value of a text; undefined for invalid JSON. */
export function readJson(text: MappedText): JsonValue | undefined {
  const cursor: Cursor = { text, at: 0 };
  const value = readValue(cursor, 0);
  skipBlanks(cursor);
  return cursor.at === text.decoded.length ? value : undefined;
}

/** The last value of a key. */
export function jsonField(value: JsonValue | undefined, key: string): JsonValue | undefined {
  if (value?.kind !== 'object') return undefined;
  return value.entries.findLast((entry) => entry.key.decoded === key)?.value;
}

/** A member that is a string; undefined for others. */
export function jsonString(
  value: JsonValue | undefined,
  ...path: readonly string[]
): MappedText | undefined {
  const found = path.reduce(jsonField, value);
  return found?.kind === 'string' ? found.text : undefined;
}

interface Cursor {
  readonly text: MappedText;
  at: number;
}

function skipBlanks(cursor: Cursor): void {
  const blank = /[ \t\r\n]*/y;
  blank.lastIndex = cursor.at;
  cursor.at += blank.exec(cursor.text.decoded)?.[0].length ?? 0;
}

function consume(cursor: Cursor, char: string): boolean {
  skipBlanks(cursor);
  if (cursor.text.decoded[cursor.at] !== char) return false;
  cursor.at++;
  return true;
}

function readValue(cursor: Cursor, depth: number): JsonValue | undefined {
  skipBlanks(cursor);
  const start = cursor.at;
  const first = cursor.text.decoded[start];
  if (depth > LIMITS.nesting) return undefined;
  if (first === '{') return readObject(cursor, depth);
  if (first === '[') return readArray(cursor, depth);
  if (first === '"' || first === "'") {
    const text = readString(cursor, first);
    return text && { kind: 'string', text, quote: first };
  }
  return readAtom(cursor);
}

function readAtom(cursor: Cursor): JsonValue | undefined {
  const start = cursor.at;
  const atom = /[^\s,:[\]{}"']+/y;
  atom.lastIndex = start;
  const word = atom.exec(cursor.text.decoded)?.[0];
  if (word === undefined) return undefined;
  cursor.at += word.length;
  const text = slice(cursor.text, start, cursor.at);
  if (word.includes(UNKNOWN)) return { kind: 'unknown', text };
  if (word === 'true' || word === 'false') return { kind: 'boolean', text };
  if (word === 'null') return { kind: 'null', text };
  const number = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?$/.test(word);
  return number ? { kind: 'number', text } : undefined;
}

function readObject(cursor: Cursor, depth: number): JsonValue | undefined {
  const start = cursor.at;
  const entries: JsonEntry[] = [];
  cursor.at++;
  if (!consume(cursor, '}')) {
    do {
      skipBlanks(cursor);
      const quote = cursor.text.decoded[cursor.at];
      const key = quote === '"' || quote === "'" ? readString(cursor, quote) : undefined;
      const value = key && consume(cursor, ':') ? readValue(cursor, depth + 1) : undefined;
      if (key === undefined || value === undefined) return undefined;
      entries.push({ key, value });
    } while (consume(cursor, ','));
    if (!consume(cursor, '}')) return undefined;
  }
  return { kind: 'object', entries, text: slice(cursor.text, start, cursor.at) };
}

function readArray(cursor: Cursor, depth: number): JsonValue | undefined {
  const start = cursor.at;
  const items: JsonValue[] = [];
  cursor.at++;
  if (!consume(cursor, ']')) {
    do {
      const item = readValue(cursor, depth + 1);
      if (item === undefined) return undefined;
      items.push(item);
    } while (consume(cursor, ','));
    if (!consume(cursor, ']')) return undefined;
  }
  return { kind: 'array', items, text: slice(cursor.text, start, cursor.at) };
}

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

function readString(cursor: Cursor, quote: string): MappedText | undefined {
  const { text } = cursor;
  const stop = quote === '"' ? /["\\]/g : /['\\]/g;
  const pieces: Piece[] = [];
  let runStart = cursor.at + 1;
  const flush = (end: number) => {
    for (const piece of slice(text, runStart, end).pieces) pieces.push(piece);
  };
  for (;;) {
    stop.lastIndex = runStart;
    const end = stop.exec(text.decoded)?.index;
    if (end === undefined) return undefined;
    flush(end);
    if (text.decoded[end] === quote) {
      const place = slice(text, end, end).place;
      cursor.at = end + 1;
      return mappedText(pieces, pieces.length > 0 ? undefined : place);
    }
    const found = readEscape(text.decoded, end);
    if (found === undefined || unknownAt(text, end + 1)) return undefined;
    const piece = decodedPiece(text, end, end + found.length, found.value);
    if (piece) pieces.push(piece);
    runStart = end + found.length;
  }
}

function readEscape(text: string, at: number): { value: string; length: number } | undefined {
  const char = text[at + 1] ?? '';
  if (char === 'u') {
    const digits = /^[\dA-Fa-f]{4}/.exec(text.slice(at + 2, at + 6))?.[0];
    return digits === undefined
      ? undefined
      : { value: String.fromCharCode(Number.parseInt(digits, 16)), length: 6 };
  }
  const value = ESCAPES[char];
  return value === undefined ? undefined : { value, length: 2 };
}
