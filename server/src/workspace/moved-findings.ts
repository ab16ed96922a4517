import type { Analysis } from '../service/analysis/analyze.ts';
import type { Witness } from '../service/analysis/file-findings.ts';
import { witnessOf } from '../service/language-service.ts';
import { changedStretch } from '../text/changed-stretch.ts';
import type { Span } from '../text/span.ts';

/** Maps spans to a text with one changed stretch; undefined for spans that touch it. */
export function spanMover(before: string, after: string): (span: Span) => Span | undefined {
  const { at, shift } = changedStretch(before, after);
  return (span) => {
    if (span.end < at.start) return span;
    return span.start > at.end ? { start: span.start + shift, end: span.end + shift } : undefined;
  };
}

/** Keeps findings without fixes, which would keep the analysis alive. */
export function findingsOnly(analysis: Analysis, path: string): Witness {
  const witness = witnessOf(analysis);
  const findings = witness.findingsIn(path).map((finding) => ({ ...finding, fixes: () => [] }));
  return { ...witness, commentsOf: () => undefined, findingsIn: () => findings };
}

/** Moves findings; drops those without a place. */
export function movedFindings(
  witness: Witness,
  path: string,
  move: (span: Span) => Span | undefined,
): Witness {
  const findings = witness.findingsIn(path).flatMap((finding) => {
    const at = move(finding.at);
    if (at === undefined) return [];
    const related = finding.related.flatMap((place) => {
      const moved = place.path === path ? move(place.at) : place.at;
      return moved ? [{ ...place, at: moved }] : [];
    });
    return [{ ...finding, at, related }];
  });
  return { ...witness, findingsIn: () => findings };
}
