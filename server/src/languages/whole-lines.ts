/** Lines that somebody has for himself: where he goes, they can go with him. */
import type { Span } from '../text/span.ts';

/** The lines of a span with their margin and last line ending; undefined where something else is on them. */
export function wholeLines(source: string, { start, end }: Span): Span | undefined {
  const lineStart = lineStartBefore(source, start);
  // A line may be as long as the document, and have thousands of those who ask.
  let lineEnd = end;
  while (lineEnd < source.length && source[lineEnd] !== '\n') {
    if (!isBlank(source, lineEnd)) return undefined;
    lineEnd++;
  }
  return lineStart === undefined
    ? undefined
    : { start: lineStart, end: Math.min(lineEnd + 1, source.length) };
}

/** Where a line begins that has nothing but blanks in front of a place; undefined where it has more. */
export function lineStartBefore(source: string, place: number): number | undefined {
  let start = place;
  while (start > 0 && source[start - 1] !== '\n') {
    if (!isBlank(source, start - 1)) return undefined;
    start--;
  }
  return start;
}

/** The line ending in front of a line, and what the line begins with up to a place: how another line beside it begins. */
export function newLine(source: string, lineStart: number, place: number): string {
  const ending = source[lineStart - 2] === '\r' ? '\r\n' : '\n';
  return ending + source.slice(lineStart, place);
}

function isBlank(source: string, at: number): boolean {
  return source.charAt(at).trim() === '';
}
