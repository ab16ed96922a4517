/** The findings that may be about a monitor, without going through all of them for each monitor that there is. */

import { addTo } from '../../text/lookup.ts';
import { firstFrom, type Span, spanKey } from '../../text/span.ts';
import type { ShownFinding } from '../analysis/analyze.ts';

/** Those that stand inside of one of the places or around it, or that name a place as a related one, in their order. */
export type FindingsNear = (places: readonly Span[], named: Span) => readonly ShownFinding[];

/** Looks through findings once, for all monitors of an analysis. */
export function findingsNear(findings: readonly ShownFinding[]): FindingsNear {
  const places = new Map(findings.map((finding, index) => [finding, index]));
  const sorted = findings.toSorted((a, b) => a.at.start - b.at.start);
  /** Where the findings up to each end at the latest, so that looking back comes to an end. */
  const ends: number[] = [];
  for (const { at } of sorted) ends.push(Math.max(at.end, ends.at(-1) ?? 0));
  const byRelated = new Map<string, ShownFinding[]>();
  for (const finding of findings) {
    for (const { at } of finding.related) {
      addTo(byRelated, spanKey(at), finding);
    }
  }
  return (spans, named) => {
    const found = new Set(byRelated.get(spanKey(named)));
    for (const { start, end } of spans) {
      for (let index = firstFrom(sorted, end + 1, ({ at }) => at.start) - 1; index >= 0; index--) {
        const finding = sorted[index];
        // Nothing in front of it reaches as far as the place.
        if (finding === undefined || (ends[index] ?? 0) < start) break;
        found.add(finding);
      }
    }
    return [...found].toSorted((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0));
  };
}
