/**
 * The pipeline: text → invocations → machines → findings. A rule that fails costs its own findings and
 * nothing else; so does a document that a reader cannot cope with.
 */
import type { Invocation } from '../invocation/invocation.ts';
import { buildMachine } from '../qemu/machine/build-machine.ts';
import type { Machine } from '../qemu/machine/machine.ts';
import { rules } from '../rules/index.ts';
import type { Finding, Fix, Rule, Severity } from '../rules/rule.ts';
import { sameSpan, spanKey } from '../text/span.ts';
import { type Host, hostOf } from './languages.ts';
import type { Settings } from './settings.ts';

/** What is analyzed. */
export interface Source {
  readonly text: string;
  /** The editor's language id, such as `shellscript`. */
  readonly languageId: string;
  /** The document's path with `/`; only its name matters here. */
  readonly path: string;
}

/** A finding as it is shown. */
export interface ShownFinding extends Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly machine: Machine;
}

export interface Analysis {
  readonly source: Source;
  /** Undefined for a document that is none of ours. */
  readonly host: Host | undefined;
  /** What is started here, in the order of the document. */
  readonly machines: readonly Machine[];
  /** In the order of the document; one for each place. */
  readonly findings: readonly ShownFinding[];
  /** What went wrong inside, for the log. */
  readonly failures: readonly string[];
}

/** Analyzes a document. Never throws. */
export function analyze(source: Source, settings: Settings): Analysis {
  const failures: string[] = [];
  const guard = <T>(what: string, otherwise: T, run: () => T): T => {
    try {
      return run();
    } catch (error) {
      failures.push(`${what} failed on ${source.path}: ${String(error)}`);
      return otherwise;
    }
  };
  const host = guard('Recognizing the file', undefined, () =>
    hostOf(source.languageId, source.path, source.text),
  );
  const invocations = host
    ? guard<readonly Invocation[]>('Reading', [], () => host.lower(source.text))
    : [];
  const machines: Machine[] = [];
  const found: ShownFinding[] = [];
  for (const invocation of invocations) {
    const machine = guard('Building', undefined, () =>
      buildMachine(invocation, settings.qemuVersion),
    );
    if (machine === undefined) continue;
    machines.push(machine);
    for (const rule of rules) {
      for (const finding of guard(rule.id, [], () => runRule(rule, machine, settings))) {
        found.push(finding);
      }
    }
  }
  return { source, host, machines, findings: fold(found), failures };
}

function runRule(rule: Rule, machine: Machine, settings: Settings): readonly ShownFinding[] {
  const chosen = settings.severities.get(rule.id);
  if (chosen === 'off' || (rule.neighbour && !chosen && !settings.neighbours)) return [];
  const shown: ShownFinding[] = [];
  for (const finding of rule.check(machine)) {
    if (finding.certainty === 'possible' && !settings.showPossible) continue;
    const severity = chosen ?? finding.severity ?? rule.severity;
    shown.push({ ...finding, rule: rule.id, severity, machine });
  }
  return shown;
}

const RANK: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

/**
 * One finding for each place: the worst, with what the others offer. An array used by two commands, or a
 * host that is exposed because its value was dropped, is one thing to repair.
 */
function fold(found: readonly ShownFinding[]): readonly ShownFinding[] {
  const byPlace = new Map<string, ShownFinding>();
  for (const finding of found) {
    const key = spanKey(finding.at);
    const other = byPlace.get(key);
    byPlace.set(key, other ? merge(other, finding) : finding);
  }
  return [...byPlace.values()].toSorted((a, b) => a.at.start - b.at.start || a.at.end - b.at.end);
}

function merge(first: ShownFinding, second: ShownFinding): ShownFinding {
  const worse = RANK.indexOf(second.severity) < RANK.indexOf(first.severity);
  const [kept, folded] = worse ? [second, first] : [first, second];
  const related = folded.related.filter(
    (place) => !kept.related.some((known) => sameSpan(known.at, place.at)),
  );
  const keptFixes = kept.fixes.filter((fix) => {
    const same = folded.fixes.find((other) => other.title === fix.title);
    return same === undefined || sameReading(fix, same);
  });
  const fixes = folded.fixes
    .filter((fix) => !kept.fixes.some((known) => known.title === fix.title))
    .map((fix) => ({ ...fix, preferred: fix.preferred && kept.fixes.length === 0 }));
  // The other rule says why: a host that listens everywhere because its value was dropped.
  const message = kept.rule === folded.rule ? kept.message : `${kept.message}. ${folded.message}`;
  return {
    ...kept,
    message,
    related: [...kept.related, ...related],
    fixes: [...keptFixes, ...fixes],
  };
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
