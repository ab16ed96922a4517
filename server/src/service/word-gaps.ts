/**
 * What separates the words of a list in the source of a script: blanks, line endings, and continued lines,
 * whose backslash is doubled for each string that the script stands in.
 */
import type { Span } from '../text/span.ts';

/** Longer runs of backslashes are nobody's. */
const MAX_RUN = 16;

/** Where a continued line that begins at a place ends; the place itself where none does. */
function afterContinuation(source: string, at: number): number {
  const match = /^\\+\r?\n/.exec(source.slice(at, at + MAX_RUN));
  return match ? at + match[0].length : at;
}

/** Whether a line is continued at a place, so that a word ends there. */
export function isContinued(source: string, at: number): boolean {
  return afterContinuation(source, at) > at;
}

/** Where blanks, line endings and continued lines behind a place end. */
export function skipGap(source: string, from: number): number {
  let end = from;
  for (;;) {
    const letter = source[end];
    const next =
      letter !== undefined && /\s/.test(letter) ? end + 1 : afterContinuation(source, end);
    if (next === end) return end;
    end = next;
  }
}

/** Where blanks and continued lines in front of a place begin; a line that simply ends is no part of it. */
function gapStart(source: string, from: number): number {
  let start = from;
  for (;;) {
    const before = source.slice(Math.max(0, start - MAX_RUN), start);
    // Several of them are one in a string; without a blank before them they may belong to a word.
    const continued = /(?:(?<=\s)\\+|(?<!\\)\\)\r?\n$/.exec(before)?.[0];
    if (continued !== undefined) start -= continued.length;
    else if (/[ \t]$/.test(before)) start--;
    else return start;
  }
}

/**
 * A stretch of words with what separates it from its neighbours: the blanks in front of it with a continued
 * line, the whole of its lines where it stands alone on them, or what is behind it where nothing stands in
 * front.
 */
export function withGap(source: string, { start, end }: Span): Span {
  const before = gapStart(source, start);
  const onNewLine = before === 0 || source[before - 1] === '\n';
  let behind = end;
  while (/[ \t]/.test(source[behind] ?? '')) behind++;
  if (onNewLine) {
    const ending = /^\r?\n/.exec(source.slice(behind, behind + 2))?.[0];
    if (ending !== undefined) return { start: before, end: behind + ending.length };
    // A comment or another word keeps the margin, what closes the list its line.
    return { start, end: behind };
  }
  if (before < start) return { start: before, end };
  // Nothing is in front of it, and the next takes its place.
  return { start, end: isContinued(source, behind) ? skipGap(source, behind) : behind };
}
