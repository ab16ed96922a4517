/** Which of the findings of a document is about a monitor. */
import type { Monitor } from '../qemu/machine/machine.ts';
import type { Severity } from '../rules/rule.ts';
import type { FilePlace } from '../text/file-set.ts';
import { contains, type Span, sameSpan } from '../text/span.ts';
import type { Analysis, ShownFinding } from './analyze.ts';

/** What is found about a monitor; all undefined where nothing is. */
export interface FoundAtMonitor {
  /** How bad it is, and the id of its rule. */
  readonly severity: Severity | undefined;
  readonly rule: string | undefined;
  /** What is said, and where it stands, which is where its fixes are. */
  readonly problem: { readonly message: string; readonly place: FilePlace | undefined } | undefined;
  /** Where nothing else is found: the rule of what may stay as it is, and the reason that somebody gave. */
  readonly excused: { readonly rule: string; readonly reason: string } | undefined;
}

/** From what wants to be seen first to what wants to be seen last. */
const ORDER: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

/**
 * The worst finding about one way to a monitor. It stands at a text of `way`, which decides who can open the
 * monitor (the `0.0.0.0` of its chardev, the `777` of a chmod), or else names the monitor as a related place and
 * stands at no text of its other ways.
 */
export function findingAbout(
  { findings, excused, files }: Analysis,
  monitor: Monitor,
  way: readonly Span[],
  otherWays: readonly Span[],
): FoundAtMonitor {
  const isAt = (finding: ShownFinding, places: readonly Span[]): boolean =>
    places.some((place) => contains(place, finding.at) || contains(finding.at, place));
  const isNamed = ({ related }: ShownFinding): boolean =>
    monitor.made !== 'default' && related.some(({ at }) => sameSpan(at, monitor.at));
  const isAbout = (finding: ShownFinding): boolean =>
    isAt(finding, way) || (isNamed(finding) && !isAt(finding, otherWays));
  const worstFirst = (a: ShownFinding, b: ShownFinding): number =>
    ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity);
  const worst = findings.filter(isAbout).toSorted(worstFirst)[0];
  const [may] = excused
    .filter(({ finding }) => isAbout(finding))
    .toSorted((a, b) => worstFirst(a.finding, b.finding));
  return {
    severity: worst?.severity,
    rule: worst?.rule,
    problem: worst && { message: worst.message, place: files.locate(worst.at) },
    excused: worst || !may ? undefined : { rule: may.finding.rule, reason: may.reason },
  };
}
