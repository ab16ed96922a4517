/**
 * A text with a mark where the cursor stands. The real readers read it, so that what the mark is a part of is
 * what QEMU would get; and what they say of it is brought back to places of the text without the mark.
 */
import type { Span } from '../text/span.ts';

/** Characters for private use: no text of a launch means one, and every host language takes them as they are. */
const FIRST_MARK = 0xe000;
const LAST_MARK = 0xf8ff;

/** What half-typed text lacks, and where it is put. */
export interface Closing {
  readonly at: number;
  readonly text: string;
}

/** A text in which a mark stands for the cursor. */
export interface MarkedText {
  /** The text with the mark, and with what was missing behind it. */
  readonly text: string;
  /** One UTF-16 code unit that the text without it does not have. */
  readonly mark: string;
  /** Where the mark stands in the marked text, which is where the cursor stands in the other one. */
  readonly offset: number;
  /** A span of the marked text in the one without the mark. */
  readonly unmarked: (at: Span) => Span;
}

/** Puts a mark into a text, and closings behind it; these are in order, none in front of the mark. */
export function markText(text: string, offset: number, closings: readonly Closing[]): MarkedText {
  const mark = freeMark(text);
  const added = [{ at: offset, text: mark }, ...closings];
  const parts: string[] = [];
  let position = 0;
  for (const { at, text: own } of added) {
    parts.push(text.slice(position, at), own);
    position = at;
  }
  parts.push(text.slice(position));
  const back = (place: number): number => {
    let shift = 0;
    for (const { at, text: own } of added) {
      const start = at + shift;
      if (place <= start) break;
      // Inside of what was added is where it was added.
      if (place < start + own.length) return at;
      shift += own.length;
    }
    return place - shift;
  };
  return {
    text: parts.join(''),
    mark,
    offset,
    unmarked: ({ start, end }) => ({ start: back(start), end: back(end) }),
  };
}

function freeMark(text: string): string {
  for (let code = FIRST_MARK; code < LAST_MARK; code++) {
    const mark = String.fromCharCode(code);
    if (!text.includes(mark)) return mark;
  }
  return String.fromCharCode(LAST_MARK);
}

/** What goes on without a quote or a blank behind the cursor belongs to the same word. */
export const WORD_TAIL = /[\w.:,=+@%/-]*/y;

const BOTH_QUOTES: ReadonlySet<string> = new Set(['"', "'"]);

/** The quote that a line leaves open; empty for one that leaves none. Behind `hiding` no quote ends. */
export function openQuote(line: string, quotes = BOTH_QUOTES, hiding?: string): string {
  let quote = '';
  let isEscaped = false;
  for (const character of line) {
    if (isEscaped) isEscaped = false;
    else if (character === hiding && quote !== '') isEscaped = true;
    else if (quote !== '') quote = character === quote ? '' : quote;
    else if (quotes.has(character)) quote = character;
  }
  return quote;
}

/** Where what goes on behind an offset in a way ends. */
export function endOf(tail: RegExp, text: string, offset: number): number {
  tail.lastIndex = offset;
  return offset + (tail.exec(text)?.[0].length ?? 0);
}

/** Where the line of an offset begins. */
export function lineStart(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
}

/** Where a line ends, without its line ending. */
export function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  const whole = end === -1 ? text.length : end;
  return whole > offset && text[whole - 1] === '\r' ? whole - 1 : whole;
}
