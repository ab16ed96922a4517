/** Splits text like Python's `shlex.split` (POSIX rules), as virt-install and Compose do. */
import { readAgainAs } from '../../text/again.ts';
import {
  concat,
  type MappedText,
  replaceEach,
  slice,
  spanOf,
  UNKNOWN,
} from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';
import { SHLEX } from './encodings.ts';

interface ShlexWord {
  readonly value: MappedText;
  /** With quotes. */
  readonly at: Span;
  /** Whether it may be any number of words. */
  readonly many: boolean;
  /** False for an unclosed quote and a trailing backslash, which `shlex.split` rejects. */
  readonly isWhole: boolean;
}

/** Blanks, a quoted part, an escaped character (`\\x`), or plain text. */
const PART = /([ \t\r\n]+)|'([^']*)'?|"((?:\\[\s\S]|[^"\\])*)"?|\\([\s\S]?)|[^ \t\r\n'"\\]+/g;

function withoutHiding(text: MappedText, pattern: RegExp): MappedText {
  return replaceEach(text, pattern, ({ 1: hidden }) => hidden);
}

/** The words of a text. An unquoted unknown word may be several. */
export function shlexWords(text: MappedText): readonly ShlexWord[] {
  const words: ShlexWord[] = [];
  let parts: MappedText[] = [];
  let start: number | undefined;
  let isWhole = true;
  const finish = (end: number) => {
    if (start !== undefined) {
      const word = concat(parts);
      const many = word.decoded === UNKNOWN && text.decoded.slice(start, end) === UNKNOWN;
      words.push({ value: word, at: spanOf(slice(text, start, end)), many, isWhole });
    }
    parts = [];
    start = undefined;
  };
  for (const match of text.decoded.matchAll(PART)) {
    const [whole, blanks, single, double] = match;
    const { index } = match;
    if (blanks !== undefined) {
      finish(index);
      continue;
    }
    start ??= index;
    const quoted = single ?? double;
    if (quoted === undefined) {
      isWhole &&= whole !== '\\';
      const bare = withoutHiding(slice(text, index, index + whole.length), /\\([\s\S]?)/g);
      parts.push(readAgainAs(bare, SHLEX.shlex));
    } else {
      const inside = slice(text, index + 1, index + 1 + quoted.length);
      isWhole &&= whole.length === quoted.length + 2;
      parts.push(
        double === undefined
          ? readAgainAs(inside, SHLEX['shlex-single'])
          : readAgainAs(withoutHiding(inside, /\\(["\\])/g), SHLEX['shlex-double']),
      );
    }
  }
  finish(text.decoded.length);
  return words;
}
