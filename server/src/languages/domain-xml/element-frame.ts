/** What is written around the value of an argument's element, for writing another element like it. */
import type { Word } from '../../invocation/invocation.ts';
import { spanOf } from '../../text/mapped-text.ts';
import { lineStartBefore } from '../whole-lines.ts';

export interface ElementFrame {
  /** From the element's beginning to its value: `<qemu:arg value='`. */
  readonly before: string;
  /** From its value to its end: `'/>`. */
  readonly behind: string;
  /** What separates it from the next: a line ending and its margin, or nothing on a line with others. */
  readonly indent: string;
}

/** The frame of a word that is an element of a domain. */
export function elementFrame(source: string, { text, at }: Word): ElementFrame {
  const value = spanOf(text);
  const lineStart = lineStartBefore(source, at.start);
  const newline = source[(lineStart ?? 0) - 2] === '\r' ? '\r\n' : '\n';
  return {
    before: source.slice(at.start, value.start),
    behind: source.slice(value.end, at.end),
    indent: lineStart === undefined ? '' : newline + source.slice(lineStart, at.start),
  };
}
