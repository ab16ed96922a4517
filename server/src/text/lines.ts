import type { Span } from './span.ts';

/** A line without its end, `\n` or `\r\n`. */
export interface TextLine extends Span {
  /** Start of the next line. */
  readonly next: number;
}

/** Lines of a text; a final line end begins none. */
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
