/** Recognizes repeated command lines: a function called twice starts the same machine. */
import { sameEncodings } from '../../../text/encoding.ts';
import type { MappedText } from '../../../text/mapped-text.ts';
import { sameSpan } from '../../../text/span.ts';
import type { ArgvInvocation } from '../../invocation.ts';
import type { Interpreter } from '../interpreter.ts';

/** The identity of a command line. */
export type Line = Pick<ArgvInvocation, 'programAt' | 'words'>;

/** The QEMU command lines seen so far. */
export interface KnownLines {
  /** Whether a line differs from all earlier ones in text or place; records it. */
  readonly isNew: (line: Line) => boolean;
}

/** An empty set of command lines. */
export function knownLines(): KnownLines {
  // Most programs have one line, which needs only its place.
  const firstLines = new Map<number, Line | undefined>();
  const lines = new Map<number, Line[]>();
  const add = (line: Line): boolean => {
    // A text key would spell out all words of all lines.
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

/** Counts a command line, except the first of its program; a repeated line is no other machine. */
export function countLine({ budget, launched, lines, recorder }: Interpreter, line: Line): void {
  const { start } = line.programAt;
  const isCounted = lines.isNew(line) && launched.has(start);
  launched.add(start);
  if (isCounted) budget.lines--;
  recorder.launches(line, isCounted);
}

/** Characters of a word included in its hash, at equal distances. */
const MAX_HASHED = 16;

/** A hash of a line. */
function hashOf({ programAt, words }: Line): number {
  let hash = mix(mix(words.length, programAt.start), programAt.end);
  for (const { value } of words) {
    const { length } = value.decoded;
    hash = mix(hash, length);
    const step = Math.ceil(length / MAX_HASHED);
    for (let index = length - 1; index >= 0; index -= step) {
      hash = mix(hash, value.decoded.charCodeAt(index));
    }
    // The place of the first piece distinguishes nearly all words.
    const [first] = value.pieces;
    if (first) hash = mix(mix(hash, first.at.start), first.at.end);
  }
  return hash;
}

/** The step of FNV-1a, with a number instead of a byte. */
function mix(hash: number, value: number): number {
  return Math.imul(hash ^ value, 0x01000193);
}

/** Whether two lines have the same text at the same places. */
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
