/** A text with a mark at the cursor, for the normal readers; results are mapped back. */
import type { Span } from '../text/span.ts';

/** Private-use characters, which launches do not contain and all languages accept. */
const FIRST_MARK = 0xe000;
const LAST_MARK = 0xf8ff;

/** Missing text, and where to insert it. */
export interface Closing {
  readonly at: number;
  readonly text: string;
}

/** A text with a mark at the cursor. */
export interface MarkedText {
  readonly text: string;
  /** One UTF-16 code unit that the original lacks. */
  readonly mark: string;
  /** The mark's offset, which is the cursor's in the original. */
  readonly offset: number;
  readonly unmarked: (at: Span) => Span;
}

/** Inserts a mark, and closings at or after it, in order. */
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
      // Inserted text maps to its insertion point.
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

/** The rest of an unquoted word at the cursor. */
export const WORD_TAIL = /[\w.:,=+@%/-]*/y;

const BOTH_QUOTES: ReadonlySet<string> = new Set(['"', "'"]);

/** The quote that a line leaves open, or empty. `hiding` is the escape character. */
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

/** Where a tail at an offset ends. */
export function endOf(tail: RegExp, text: string, offset: number): number {
  tail.lastIndex = offset;
  return offset + (tail.exec(text)?.[0].length ?? 0);
}

/** The start of an offset's line. */
export function lineStart(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
}

/** The end of an offset's line, without line ending. */
export function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  const whole = end === -1 ? text.length : end;
  return whole > offset && text[whole - 1] === '\r' ? whole - 1 : whole;
}
