/** Lines that somebody has for himself: where he goes, they can go with him. */
import type { Span } from '../../text/span.ts';

/** The lines of a span with their margin and last line ending; undefined where something else is on them. */
export function wholeLines(source: string, { start, end }: Span): Span | undefined {
  const lineStart = source.lastIndexOf('\n', start - 1) + 1;
  const newline = source.indexOf('\n', end);
  const lineEnd = newline === -1 ? source.length : newline + 1;
  const others = source.slice(lineStart, start) + source.slice(end, lineEnd);
  return others.trim() === '' ? { start: lineStart, end: lineEnd } : undefined;
}
