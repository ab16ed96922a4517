/** Tells command lines that were seen before: a function that is called twice starts the same machine. */
import { sameEncodings } from '../../../text/encoding.ts';
import type { MappedText } from '../../../text/mapped-text.ts';
import { sameSpan } from '../../../text/span.ts';
import type { ArgvInvocation } from '../../invocation.ts';
import type { Interpreter } from '../interpreter.ts';

/** What tells a command line from others. */
export type Line = Pick<ArgvInvocation, 'programAt' | 'words'>;

/** The command lines of QEMU that were told already. */
export interface KnownLines {
  /** Whether a line says something that no other did, or says it elsewhere; from now on it is known. */
  readonly isNew: (line: Line) => boolean;
}

/** Begins without any line. */
export function knownLines(): KnownLines {
  // Most programs are started by one line, of which nobody asks for more than its place.
  const firstLines = new Map<number, Line | undefined>();
  const lines = new Map<number, Line[]>();
  const add = (line: Line): boolean => {
    // A key of text would have to spell out all words of all lines.
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

/** Counts a command line, unless it is the first of its program: the same line once more is no other machine. */
export function countLine({ budget, launched, lines, recorder }: Interpreter, line: Line): void {
  const { start } = line.programAt;
  const isCounted = lines.isNew(line) && launched.has(start);
  launched.add(start);
  if (isCounted) budget.lines--;
  recorder.launches(line, isCounted);
}

/** How many characters of a word tell it from others, in equal distances. */
const MAX_HASHED = 16;

/** A number that equal lines share, and hardly ever others. */
function hashOf({ programAt, words }: Line): number {
  let hash = mix(mix(words.length, programAt.start), programAt.end);
  for (const { value } of words) {
    const { length } = value.decoded;
    hash = mix(hash, length);
    const step = Math.ceil(length / MAX_HASHED);
    for (let index = length - 1; index >= 0; index -= step) {
      hash = mix(hash, value.decoded.charCodeAt(index));
    }
    // Where its first piece is written tells nearly all words from others.
    const [first] = value.pieces;
    if (first) hash = mix(mix(hash, first.at.start), first.at.end);
  }
  return hash;
}

/** The step of FNV-1a, with a number instead of a byte. */
function mix(hash: number, value: number): number {
  return Math.imul(hash ^ value, 0x01000193);
}

/** Whether two lines say the same, and that is written in the same places. */
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
