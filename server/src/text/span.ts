/**
 * A piece of a source text, half-open `[start, end)`, counted in UTF-16 code units from the start of
 * the text. In `ab cd` the span of `cd` is `{ start: 3, end: 5 }`. An empty span (`start === end`)
 * is a place between two characters.
 */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The smallest span that holds both. */
export function cover(a: Span, b: Span): Span {
  return { start: Math.min(a.start, b.start), end: Math.max(a.end, b.end) };
}

/** The span `by` code units further on. */
export function movedSpan({ start, end }: Span, by: number): Span {
  return { start: start + by, end: end + by };
}

/** Whether every character of `inner` belongs to `outer`; an empty span at either edge counts as inside. */
export function contains(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** Whether the spans share a character or touch; an empty span touches the characters beside it. */
export function touches(a: Span, b: Span): boolean {
  return a.start <= b.end && b.start <= a.end;
}

/** Whether both spans are the same place. */
export function sameSpan(a: Span, b: Span): boolean {
  return a.start === b.start && a.end === b.end;
}

/** Spans in the order of the text, those as one that have nothing but a gap between them. */
export function stretchesOf(
  spans: readonly Span[],
  isGap: (start: number, end: number) => boolean,
): readonly Span[] {
  const stretches: Span[] = [];
  for (const at of spans.toSorted((a, b) => a.start - b.start)) {
    const last = stretches.at(-1);
    if (last && (at.start <= last.end || isGap(last.end, at.start))) {
      stretches[stretches.length - 1] = cover(last, at);
    } else stretches.push(at);
  }
  return stretches;
}

/** A key that two spans share if and only if they are the same place. */
export function spanKey({ start, end }: Span): string {
  return `${start}-${end}`;
}

/** The index of the first of these, sorted by a place in each, whose place is an offset or behind it. */
export function firstFrom<Item>(
  sorted: readonly Item[],
  offset: number,
  placeOf: (item: Item) => number,
): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = sorted[middle];
    if (item !== undefined && placeOf(item) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
