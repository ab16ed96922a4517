/** Which of the findings of a document is about a monitor. */
import type { Monitor } from '../qemu/machine/machine.ts';
import type { Severity } from '../rules/rule.ts';
import type { FilePlace } from '../text/file-set.ts';
import { contains, type Span, sameSpan } from '../text/span.ts';
import type { Analysis, ShownFinding } from './analyze.ts';

/** What is found about a monitor; all undefined where nothing is, or a comment silences it. */
export interface FoundAtMonitor {
  /** How bad it is, and the id of its rule. */
  readonly severity: Severity | undefined;
  readonly rule: string | undefined;
  /** What is said, and where it stands, which is where its fixes are. */
  readonly problem: { readonly message: string; readonly place: FilePlace | undefined } | undefined;
}

/** From what wants to be seen first to what wants to be seen last. */
const ORDER: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

/**
 * The worst finding about one way to a monitor. It stands at a text of `way`, which decides who can open the
 * monitor (the `0.0.0.0` of its chardev, the `777` of a chmod), or else names the monitor as a related place and
 * stands at no text of its other ways.
 */
export function findingAbout(
  { findings, files }: Analysis,
  monitor: Monitor,
  way: readonly Span[],
  otherWays: readonly Span[],
): FoundAtMonitor {
  const isAt = (finding: ShownFinding, places: readonly Span[]): boolean =>
    places.some((place) => contains(place, finding.at) || contains(finding.at, place));
  const isNamed = ({ related }: ShownFinding): boolean =>
    monitor.made !== 'default' && related.some(({ at }) => sameSpan(at, monitor.at));
  const about = findings.filter(
    (finding) => isAt(finding, way) || (isNamed(finding) && !isAt(finding, otherWays)),
  );
  const worst = about.toSorted((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity))[0];
  return {
    severity: worst?.severity,
    rule: worst?.rule,
    problem: worst && { message: worst.message, place: files.locate(worst.at) },
  };
}
