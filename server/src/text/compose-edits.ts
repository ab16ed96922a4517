import { type Edit, sortEdits } from './edit.ts';
import type { Span } from './span.ts';

/** Original or inserted text. */
type Stretch = Span | string;

/** Joins two lists of edits to a text of `length`; `second` edits the result of `first`. */
export function composeEdits(
  length: number,
  first: readonly Edit[],
  second: readonly Edit[],
): readonly Edit[] {
  const edits: Edit[] = [];
  let position = 0;
  let text = '';
  const keep = (start: number, end: number): void => {
    if (text !== '' || start > position) edits.push({ at: { start: position, end: start }, text });
    text = '';
    position = end;
  };
  const stretches = stretchesOf(length, first);
  let index = 0;
  let used = 0;
  const pass = (count: number, stays: boolean): void => {
    for (let left = count, stretch = stretches[index]; left > 0 && stretch !== undefined; ) {
      const taken = Math.min(left, sizeOf(stretch) - used);
      const end = used + taken;
      if (stays && typeof stretch === 'string') text += stretch.slice(used, end);
      else if (stays && typeof stretch !== 'string' && taken > 0)
        keep(stretch.start + used, stretch.start + end);
      left -= taken;
      used = end;
      if (end < sizeOf(stretch)) return;
      used = 0;
      stretch = stretches[++index];
    }
  };
  let between = 0;
  for (const { at, text: added } of sortEdits(second)) {
    pass(at.start - between, true);
    text += added;
    pass(at.end - at.start, false);
    between = at.end;
  }
  pass(Number.POSITIVE_INFINITY, true);
  keep(length, length);
  return edits;
}

function stretchesOf(length: number, edits: readonly Edit[]): readonly Stretch[] {
  const stretches: Stretch[] = [];
  let position = 0;
  for (const { at, text } of sortEdits(edits)) {
    stretches.push({ start: position, end: at.start }, text);
    position = at.end;
  }
  stretches.push({ start: position, end: length });
  return stretches;
}

function sizeOf(stretch: Stretch): number {
  return typeof stretch === 'string' ? stretch.length : stretch.end - stretch.start;
}
