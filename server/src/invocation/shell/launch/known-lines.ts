/** Recognizes repeated command lines: a function called twice starts one machine. */

import { sameEncodings } from '../../../text/encoding.ts';
import { LIMITS } from '../../../text/limits.ts';
import type { MappedText } from '../../../text/mapped-text.ts';
import { sameSpan } from '../../../text/span.ts';
import type { ArgvInvocation } from '../../invocation.ts';

type Line = Pick<ArgvInvocation, 'programAt' | 'words'>;

interface KnownLines {
  /** Records a line; true unless an earlier one has the same text and place. */
  readonly isNew: (line: Line) => boolean;
}

export function knownLines(): KnownLines {
  const firstLines = new Map<number, Line | undefined>();
  const lines = new Map<number, Line[]>();
  const add = (line: Line): boolean => {
    // A text key would join all words.
    const key = hashOf(line);
    const others = lines.get(key);
    if (others === undefined) lines.set(key, [line]);
    else if (others.some((other) => sameLine(other, line))) return false;
    else others.push(line);
    return true;
  };
  return {
    isNew: (line) => {
      const { start } = line.programAt;
      if (!firstLines.has(start)) {
        firstLines.set(start, line);
        return true;
      }
      const first = firstLines.get(start);
      if (first) add(first);
      firstLines.set(start, undefined);
      return add(line);
    },
  };
}

function hashOf({ programAt, words }: Line): number {
  let hash = mix(mix(words.length, programAt.start), programAt.end);
  for (const { value } of words) {
    const { length } = value.decoded;
    hash = mix(hash, length);
    const step = Math.ceil(length / LIMITS.several);
    for (let index = length - 1; index >= 0; index -= step) {
      hash = mix(hash, value.decoded.charCodeAt(index));
    }
    // Most words differ in place.
    const [first] = value.pieces;
    if (first) hash = mix(mix(hash, first.at.start), first.at.end);
  }
  return hash;
}

/** FNV-1a over numbers. */
function mix(hash: number, value: number): number {
  return Math.imul(hash ^ value, 0x01000193);
}

function sameLine(one: Line, other: Line): boolean {
  return (
    sameSpan(one.programAt, other.programAt) &&
    one.words.length === other.words.length &&
    one.words.every(({ value }, index) => {
      const second = other.words[index]?.value;
      return second !== undefined && sameText(value, second);
    })
  );
}

function sameText(one: MappedText, other: MappedText): boolean {
  if (one === other) return true;
  return (
    one.decoded === other.decoded &&
    one.pieces.length === other.pieces.length &&
    one.pieces.every(({ at, encodings }, index) => {
      const piece = other.pieces[index];
      return (
        piece !== undefined && sameEncodings(encodings, piece.encodings) && sameSpan(at, piece.at)
      );
    })
  );
}
