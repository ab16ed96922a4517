/**
 * Divides a file into the lines that QEMU sees. QEMU reads with `fgets` into 1,024 bytes, so that a
 * longer line continues as a line of its own, in column 0; and it treats a line as a C string, so that
 * a NUL hides the rest of it.
 */
import type { Span } from '../../text/span.ts';

export interface ConfigLine {
  /** The line with its line ending, if it has one. */
  readonly at: Span;
  /** Where the C string ends: at the first NUL, or at the end of the line. It includes the `\n`. */
  readonly end: number;
  /** The end of what people see as the line: before `\n` or `\r\n`. */
  readonly contentEnd: number;
  /** Whether the line is cut before its line ending, because it is too long. */
  readonly isCut: boolean;
}

const LINE_BYTES = 1023;

/** The number of bytes that the character at `index` takes in UTF-8, and of code units in the text. */
function characterSize(text: string, index: number): { bytes: number; units: number } {
  const code = text.codePointAt(index) ?? 0;
  if (code > 0xffff) return { bytes: 4, units: 2 };
  // A lone surrogate is saved as U+FFFD, which takes three bytes as well.
  return { bytes: code < 0x80 ? 1 : code < 0x800 ? 2 : 3, units: 1 };
}

/** The position after at most `limit` bytes of whole characters of `[start, end)`, and the bytes left. */
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

/** The lines of a text in order; together they are the whole text. */
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
  // A code unit takes three bytes at most.
  while ((at.end - start) * 3 > budget) {
    const { position, left } = skipBytes(text, start, at.end, budget);
    if (position === at.end) break;
    yield line(text, { start, end: position }, true);
    start = position;
    // A character whose bytes lie on both sides of the cut goes to the second side, which has room for
    // the bytes that were read before. No name or value that means anything to QEMU is cut there.
    budget = LINE_BYTES + left;
  }
  if (start < at.end) yield line(text, { start, end: at.end }, false);
}

function line(text: string, at: Span, isCut: boolean): ConfigLine {
  const nul = text.slice(at.start, at.end).indexOf('\0');
  const end = nul === -1 ? at.end : at.start + nul;
  return { at, end, contentEnd: at.end - endingLength(text, at), isCut };
}

/** How long the line ending is that a stretch ends with. */
export function endingLength(text: string, { start, end }: Span): number {
  if (end <= start || text[end - 1] !== '\n') return 0;
  return end - 2 >= start && text[end - 2] === '\r' ? 2 : 1;
}
