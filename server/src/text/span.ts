/** `[start, end)` in UTF-16 code units: `{ start: 3, end: 5 }` for `cd` in `ab cd`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The smallest span around both. */
export function cover(a: Span, b: Span): Span {
  return { start: Math.min(a.start, b.start), end: Math.max(a.end, b.end) };
}

/** Moves a span by code units. */
export function movedSpan({ start, end }: Span, by: number): Span {
  return { start: start + by, end: end + by };
}

/** Whether a span contains another, or an empty one at its edge. */
export function contains(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** Whether spans share a character. */
export function overlap(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end;
}

/** Whether spans share a character or touch. */
export function touches(a: Span, b: Span): boolean {
  return a.start <= b.end && b.start <= a.end;
}

/** Whether spans are equal. */
export function sameSpan(a: Span, b: Span): boolean {
  return a.start === b.start && a.end === b.end;
}

/** Orders by place, for `toSorted`. */
export function comparePlaces(a: { readonly at: Span }, b: { readonly at: Span }): number {
  return a.at.start - b.at.start || a.at.end - b.at.end;
}

/** Merges spans that only gaps separate. */
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

/** A key of a span. */
export function spanKey({ start, end }: Span): string {
  return `${start}-${end}`;
}

/** The index of the first item at or after an offset. */
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
