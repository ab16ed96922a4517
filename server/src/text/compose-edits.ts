/** Edits that do at once what two lists of edits do one after the other. */
import { type Edit, sortEdits } from './edit.ts';

/** A stretch of the text between: as it was in the text before, or new in the place of a stretch of that. */
type Segment =
  | { readonly kind: 'kept'; readonly start: number; readonly end: number }
  | { readonly kind: 'new'; readonly text: string; readonly start: number; readonly end: number };

/**
 * `second` counts in the text that `first` leaves of a text of `length` characters. No two edits of one list may
 * overlap. What is changed twice, or beside each other, becomes one edit.
 */
export function composeEdits(
  length: number,
  first: readonly Edit[],
  second: readonly Edit[],
): readonly Edit[] {
  let segments = segmentsOf(length, first);
  // From the back, so that those in front stay where they are.
  for (const { at, text } of sortEdits(second).toReversed()) {
    segments = replaced(segments, at.start, at.end, text);
  }
  return editsOf(segments, length);
}

function segmentsOf(length: number, edits: readonly Edit[]): readonly Segment[] {
  const segments: Segment[] = [];
  let position = 0;
  for (const { at, text } of sortEdits(edits)) {
    segments.push({ kind: 'kept', start: position, end: at.start });
    segments.push({ kind: 'new', text, start: at.start, end: at.end });
    position = at.end;
  }
  segments.push({ kind: 'kept', start: position, end: length });
  return segments;
}

function sizeOf(segment: Segment): number {
  return segment.kind === 'new' ? segment.text.length : segment.end - segment.start;
}

/** The segments with the characters `[start, end)` of the text between exchanged for others. */
function replaced(
  segments: readonly Segment[],
  start: number,
  end: number,
  text: string,
): readonly Segment[] {
  const [before, rest] = cut(segments, start);
  const [gone, after] = cut(rest, end - start);
  const [from] = gone;
  const last = gone.at(-1);
  const place = after[0]?.start ?? before.at(-1)?.end ?? 0;
  const at = { start: from?.start ?? place, end: last?.end ?? place };
  return [...before, { kind: 'new', text, ...at }, ...after];
}

/** Divides segments behind a number of characters. */
function cut(
  segments: readonly Segment[],
  size: number,
): readonly [readonly Segment[], readonly Segment[]] {
  const front: Segment[] = [];
  let left = size;
  for (const [index, segment] of segments.entries()) {
    const own = sizeOf(segment);
    if (own <= left) {
      front.push(segment);
      left -= own;
      continue;
    }
    const behind = segments.slice(index + 1);
    if (left === 0) return [front, [segment, ...behind]];
    if (segment.kind === 'kept') {
      const middle = segment.start + left;
      return [
        [...front, { ...segment, end: middle }],
        [{ ...segment, start: middle }, ...behind],
      ];
    }
    // What it stands for goes with its first part.
    const { text, end } = segment;
    return [
      [...front, { ...segment, text: text.slice(0, left) }],
      [{ ...segment, text: text.slice(left), start: end }, ...behind],
    ];
  }
  return [front, []];
}

/** What is not kept, as few edits as there are stretches of it. */
function editsOf(segments: readonly Segment[], length: number): readonly Edit[] {
  const edits: Edit[] = [];
  let position = 0;
  let text = '';
  const write = (end: number): void => {
    if (text !== '' || end > position) edits.push({ at: { start: position, end }, text });
    text = '';
  };
  for (const segment of segments) {
    if (segment.kind === 'new') {
      text += segment.text;
    } else if (segment.end > segment.start) {
      write(segment.start);
      position = segment.end;
    }
  }
  write(length);
  return edits;
}
