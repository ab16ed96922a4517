/** Strings of a JSON list in decoded text, with positions: the words of `["kvm", "-S"]`. */

import { readAgainAs } from '../../text/again.ts';
import { attempt } from '../../text/attempt.ts';
import { type Encode, type Encodings, encodeEach, writtenIn } from '../../text/encoding.ts';
import { type MappedText, replaceEach, slice, spanOf } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';

const encode: Encode = (parts, _from, _to, position) =>
  encodeEach(parts, position, (text) => JSON.stringify(text).slice(1, -1));

const JSON_STRING: Encodings = writtenIn({
  id: 'json-string',
  notation: 'json',
  encode,
});

interface JsonString {
  readonly value: MappedText;
  /** With quotes. */
  readonly at: Span;
}

/** The strings of a list of strings; undefined for other text. */
export function stringsIn(text: MappedText): readonly JsonString[] | undefined {
  if (!/^\s*\[/.test(text.decoded) || !isList(text.decoded)) return undefined;
  return [...text.decoded.matchAll(/"(?:\\.|[^"\\])*"/g)].map(({ index, 0: own }) => {
    const inside = slice(text, index + 1, index + own.length - 1);
    const at = spanOf(slice(text, index, index + own.length));
    return { value: readAgainAs(unescaped(inside), JSON_STRING), at };
  });
}

function isList(text: string): boolean {
  const value: unknown = attempt(() => JSON.parse(text));
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function unescaped(text: MappedText): MappedText {
  return replaceEach(text, /\\(?:u[\da-fA-F]{4}|.)/g, ({ 0: own }) =>
    String(JSON.parse(`"${own}"`)),
  );
}
