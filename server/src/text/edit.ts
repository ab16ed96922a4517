/** Replaces `at`, inserts at an empty span, or deletes with an empty text. */
import { comparePlaces, type Span } from './span.ts';

export interface Edit {
  readonly at: Span;
  readonly text: string;
  /** Spans for the user to replace, in order. */
  readonly placeholders?: readonly Span[];
}

/** Sorts edits; insertions at one place keep their order. */
export function sortEdits(edits: readonly Edit[]): readonly Edit[] {
  return edits.toSorted(comparePlaces);
}

/** Whether edits overlap; touching ones do not. */
export function editsOverlap(edits: readonly Edit[]): boolean {
  const sorted = sortEdits(edits);
  return sorted.some((edit, index) => {
    const previous = sorted[index - 1];
    return previous !== undefined && edit.at.start < previous.at.end;
  });
}

/** Applies edits; undefined for overlaps and invalid spans. */
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

/** The first line end; `\n` for a single line. */
export function lineEnding(text: string): string {
  return /\r?\n/.exec(text)?.[0] ?? '\n';
}
