/** Replaces the characters of `at` by `text`; an empty span inserts, an empty text deletes. */
import type { Span } from './span.ts';

export interface Edit {
  readonly at: Span;
  readonly text: string;
  /**
   * The parts of the new text that its author should replace by what is right there, in order and apart:
   * for `identity=CN=client` the span from 9 to 18. Left as they are they are valid all the same.
   */
  readonly placeholders?: readonly Span[];
}

/** The edits in source order. Insertions at one place keep their order. */
export function sortEdits(edits: readonly Edit[]): readonly Edit[] {
  return edits.toSorted((a, b) => a.at.start - b.at.start || a.at.end - b.at.end);
}

/** Whether two of the edits change the same character; edits that only touch do not overlap. */
export function editsOverlap(edits: readonly Edit[]): boolean {
  const sorted = sortEdits(edits);
  return sorted.some((edit, index) => {
    const previous = sorted[index - 1];
    return previous !== undefined && edit.at.start < previous.at.end;
  });
}

/** The source after all edits, or undefined if they overlap, leave the text or end before they start. */
export function applyEdits(source: string, edits: readonly Edit[]): string | undefined {
  if (editsOverlap(edits)) return undefined;
  const parts: string[] = [];
  let position = 0;
  for (const edit of sortEdits(edits)) {
    const { start, end } = edit.at;
    if (start < position || end < start || end > source.length) return undefined;
    parts.push(source.slice(position, edit.at.start), edit.text);
    position = edit.at.end;
  }
  parts.push(source.slice(position));
  return parts.join('');
}

/** The line ending of a text's first line, which a file has throughout; a newline for a text of one line. */
export function lineEnding(text: string): string {
  return /\r?\n/.exec(text)?.[0] ?? '\n';
}
