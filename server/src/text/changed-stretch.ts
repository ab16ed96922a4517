import type { Span } from './span.ts';

/** The replaced span of `before` and the shift of later text; empty at the end for equal texts. */
export function changedStretch(
  before: string,
  after: string,
): { readonly at: Span; readonly shift: number } {
  const shorter = Math.min(before.length, after.length);
  const shift = after.length - before.length;
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let end = before.length;
  while (
    before.length - end < shorter - start &&
    before.charCodeAt(end - 1) === after.charCodeAt(end - 1 + shift)
  ) {
    end--;
  }
  return { at: { start, end }, shift };
}
