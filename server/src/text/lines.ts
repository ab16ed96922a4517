/** The lines of a text, whose line ending may have a carriage return in it. */
import type { Span } from './span.ts';

/** A line without its line ending. */
export interface TextLine extends Span {
  /** Where the next one begins. */
  readonly next: number;
}

/** Those from an offset on; behind the last line ending there is none. */
export function textLines(text: string, from = 0): readonly TextLine[] {
  const lines: TextLine[] = [];
  for (let start = from; start < text.length; ) {
    const newline = text.indexOf('\n', start);
    const next = newline === -1 ? text.length : newline + 1;
    const ending = newline === -1 ? next : newline;
    const end = ending > start && text[ending - 1] === '\r' ? ending - 1 : ending;
    lines.push({ start, end, next });
    start = next;
  }
  return lines;
}
