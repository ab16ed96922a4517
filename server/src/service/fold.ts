/**
 * One finding for each place: the worst, with what the others offer. An array used by two commands, a
 * setting that two scripts bring in, or a host that is exposed because its value was dropped, is one thing
 * to repair.
 */
import type { Fix, Related, Severity } from '../rules/rule.ts';
import { type Span, spanKey } from '../text/span.ts';

/** What folding looks at; whatever else a finding has is that of the worst. */
export interface Foldable<R extends Related, F extends Fix> {
  readonly at: Span;
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly related: readonly R[];
  readonly fixes: readonly F[];
}

const RANK: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

/** The findings in the order of the text. All are of one text; `place` names where a related place is. */
export function foldFindings<R extends Related, F extends Fix, T extends Foldable<R, F>>(
  found: readonly (T & Foldable<R, F>)[],
  place: (related: R) => string,
): readonly T[] {
  const byPlace = new Map<string, T & Foldable<R, F>>();
  for (const finding of found) {
    const key = spanKey(finding.at);
    const other = byPlace.get(key);
    byPlace.set(key, other ? merge(other, finding, place) : finding);
  }
  return [...byPlace.values()].toSorted((a, b) => a.at.start - b.at.start || a.at.end - b.at.end);
}

function merge<R extends Related, F extends Fix, T extends Foldable<R, F>>(
  first: T,
  second: T,
  place: (related: R) => string,
): T {
  const worse = RANK.indexOf(second.severity) < RANK.indexOf(first.severity);
  const [kept, folded] = worse ? [second, first] : [first, second];
  const known = new Set(kept.related.map(place));
  const related = folded.related.filter((other) => !known.has(place(other)));
  const keptFixes = kept.fixes.filter((fix) => {
    const same = folded.fixes.find((other) => other.title === fix.title);
    return same === undefined || sameReading(fix, same);
  });
  const fixes = folded.fixes
    .filter((fix) => !kept.fixes.some((other) => other.title === fix.title))
    .map((fix) => ({ ...fix, preferred: fix.preferred && kept.fixes.length === 0 }));
  return {
    ...kept,
    message: mergedMessage(kept, folded),
    related: [...kept.related, ...related],
    fixes: [...keptFixes, ...fixes],
  };
}

/** The other rule says why: a host that listens everywhere because its value was dropped. */
function mergedMessage(
  kept: { readonly rule: string; readonly message: string },
  folded: { readonly rule: string; readonly message: string },
): string {
  if (kept.rule === folded.rule || kept.message.includes(folded.message)) return kept.message;
  return `${kept.message}. ${folded.message}`;
}

/**
 * Whether two fixes of one place are for text that is read in the same way. What is both run as it is and
 * given to `eval` has no spelling that is right for both.
 */
function sameReading(one: Fix, other: Fix): boolean {
  const contexts = ({ changes }: Fix) =>
    changes.map((change) => (change.kind === 'replace' ? change.whole.pieces[0]?.context : ''));
  return String(contexts(one)) === String(contexts(other));
}
