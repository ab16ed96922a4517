import type { Span } from '../text/span.ts';

/** The lines of a span with indentation and line ending; undefined if they hold more. */
export function wholeLines(source: string, { start, end }: Span): Span | undefined {
  const lineStart = lineStartBefore(source, start);
  // Stops at the first other character, since a line may be as long as the document.
  let lineEnd = end;
  while (lineEnd < source.length && source[lineEnd] !== '\n') {
    if (!isBlank(source, lineEnd)) return undefined;
    lineEnd++;
  }
  return lineStart === undefined
    ? undefined
    : { start: lineStart, end: Math.min(lineEnd + 1, source.length) };
}

/** The start of a line if only blanks precede `place`. */
export function lineStartBefore(source: string, place: number): number | undefined {
  let start = place;
  while (start > 0 && source[start - 1] !== '\n') {
    if (!isBlank(source, start - 1)) return undefined;
    start--;
  }
  return start;
}

/** A line ending and the start of a line up to `place`, for a line beside it. */
export function newLine(source: string, lineStart: number, place: number): string {
  const ending = source[lineStart - 2] === '\r' ? '\r\n' : '\n';
  return ending + source.slice(lineStart, place);
}

function isBlank(source: string, at: number): boolean {
  return source.charAt(at).trim() === '';
}
