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
  const byPlace = new Map<string, Folded<R, F, T & Foldable<R, F>>>();
  for (const finding of found) {
    const key = spanKey(finding.at);
    const other = byPlace.get(key);
    if (other) merge(other, finding, place);
    else byPlace.set(key, folded(finding, place));
  }
  return [...byPlace.values()]
    .map(({ kept, message, related, fixes }) => ({ ...kept, message, related, fixes }))
    .toSorted((a, b) => a.at.start - b.at.start || a.at.end - b.at.end);
}

/** What the findings of one place have come to. It grows, since one place may have thousands of them. */
interface Folded<R, F, T> {
  /** The worst of them. */
  kept: T;
  message: string;
  related: R[];
  /** The places of the related ones. */
  known: Set<string>;
  fixes: readonly F[];
}

function folded<R extends Related, F extends Fix, T extends Foldable<R, F>>(
  finding: T,
  place: (related: R) => string,
): Folded<R, F, T> {
  const { message, related, fixes } = finding;
  const known = new Set(related.map(place));
  return { kept: finding, message, related: [...related], known, fixes };
}

function merge<R extends Related, F extends Fix, T extends Foldable<R, F>>(
  into: Folded<R, F, T>,
  finding: T,
  place: (related: R) => string,
): void {
  const worse = RANK.indexOf(finding.severity) < RANK.indexOf(into.kept.severity);
  const before = { ...into, rule: into.kept.rule };
  // Places are put behind the others one by one; only what is worse begins anew, which it does three times.
  if (worse) Object.assign(into, folded(finding, place));
  const [first, second] = worse ? [finding, before] : [before, finding];
  for (const other of second.related) {
    const key = place(other);
    if (into.known.has(key)) continue;
    into.related.push(other);
  }
  for (const other of second.related) into.known.add(place(other));
  const keptFixes = first.fixes.flatMap((fix) => {
    const same = second.fixes.find((other) => other.title === fix.title);
    if (same === undefined) return [fix];
    return sameReading(fix, same) ? (withOptionsOf(fix, same) ?? []) : [];
  });
  const fixes = second.fixes
    .filter((fix) => !first.fixes.some((other) => other.title === fix.title))
    .map((fix) => ({ ...fix, preferred: fix.preferred && first.fixes.length === 0 }));
  into.message = mergedMessage(first, second);
  into.fixes = [...keptFixes, ...fixes];
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

/**
 * A fix that adds its options to the command of another as well, which uses the same text: the objects that
 * both of `-monitor $MONITOR` need. Undefined where the two add something else.
 */
function withOptionsOf<F extends Fix>(fix: F, { changes }: Fix): F | undefined {
  const added = changes.filter((change) => change.kind === 'add-options');
  if (added.length === 0) return fix;
  const own = fix.changes.filter((change) => change.kind === 'add-options');
  const wanted = own[0] && optionWords(own[0]);
  if (added.some((change) => optionWords(change) !== wanted)) return undefined;
  const places = new Set(own.map(placeOfOptions));
  const further = added.filter((change) => !places.has(placeOfOptions(change)));
  return further.length === 0 ? fix : { ...fix, changes: [...fix.changes, ...further] };
}

type AddOptions = Extract<Fix['changes'][number], { kind: 'add-options' }>;

function optionWords({ options }: AddOptions): string {
  return JSON.stringify(options);
}

function placeOfOptions({ before }: AddOptions): string {
  return before[0] ? spanKey(before[0].at) : '';
}
