/** Splits a file into lines as QEMU's `fgets` into 1,024 bytes does; a NUL hides the rest of its line. */
import type { Span } from '../../text/span.ts';

export interface ConfigLine {
  /** With its line ending. */
  readonly at: Span;
  /** At the first NUL or after the `\n`. */
  readonly end: number;
  /** Without `\n` or `\r\n`. */
  readonly contentEnd: number;
  readonly isCut: boolean;
}

const LINE_BYTES = 1023;

/** UTF-8 bytes and UTF-16 code units. */
function characterSize(text: string, index: number): { bytes: number; units: number } {
  const code = text.codePointAt(index) ?? 0;
  if (code > 0xffff) return { bytes: 4, units: 2 };
  // A lone surrogate is written as U+FFFD, three bytes as well.
  return { bytes: code < 0x80 ? 1 : code < 0x800 ? 2 : 3, units: 1 };
}

/** The offset after at most `limit` bytes of whole characters; the unused bytes. */
export function skipBytes(
  text: string,
  start: number,
  end: number,
  limit: number,
): { readonly position: number; readonly left: number } {
  let left = limit;
  let position = start;
  while (position < end) {
    const { bytes, units } = characterSize(text, position);
    if (bytes > left) break;
    left -= bytes;
    position += units;
  }
  return { position, left };
}

/** Lines in order; together they are the whole text. */
export function* configLines(text: string): Generator<ConfigLine> {
  let start = 0;
  while (start < text.length) {
    const newline = text.indexOf('\n', start);
    const end = newline === -1 ? text.length : newline + 1;
    yield* cutLine(text, { start, end });
    start = end;
  }
}

function* cutLine(text: string, at: Span): Generator<ConfigLine> {
  let start = at.start;
  let budget = LINE_BYTES;
  // A code unit is at most three bytes.
  while ((at.end - start) * 3 > budget) {
    const { position, left } = skipBytes(text, start, at.end, budget);
    if (position === at.end) break;
    yield line(text, { start, end: position }, true);
    start = position;
    // A character across the cut goes to the second part.
    budget = LINE_BYTES + left;
  }
  if (start < at.end) yield line(text, { start, end: at.end }, false);
}

function line(text: string, at: Span, isCut: boolean): ConfigLine {
  const nul = text.slice(at.start, at.end).indexOf('\0');
  const end = nul === -1 ? at.end : at.start + nul;
  return { at, end, contentEnd: at.end - endingLength(text, at), isCut };
}

/** The length of the line ending of a span. */
export function endingLength(text: string, { start, end }: Span): number {
  if (end <= start || text[end - 1] !== '\n') return 0;
  return end - 2 >= start && text[end - 2] === '\r' ? 2 : 1;
}
