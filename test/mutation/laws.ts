/**
 * What holds for any document, however broken: nothing fails, every range is inside of the text, and a fix takes away
 * what it is for or makes it milder, brings nothing new, and has nothing left to do afterwards.
 */
import { LANGUAGES } from '../../server/src/languages/index.ts';
import type { FixId } from '../../server/src/rules/fix-ids.ts';
import type { Analysis } from '../../server/src/service/analysis/analyze.ts';
import { analyze } from '../../server/src/service/analysis/analyze.ts';
import {
  type FileFinding,
  findingsOf,
  fixesOf,
} from '../../server/src/service/analysis/file-findings.ts';
import { fixAll, settledEdits } from '../../server/src/service/fixes/fix-all.ts';
import { renderFixes } from '../../server/src/service/fixes/render-fix.ts';
import { DEFAULT_SETTINGS } from '../../server/src/service/settings/settings.ts';
import { applyEdits } from '../../server/src/text/edit.ts';
import type { Seed } from './corpus.ts';
import { hostOf } from './hosts.ts';

// What is read late is there before the first document.
await Promise.all(LANGUAGES.map(({ loading }) => loading?.load()));

const SETTINGS = { ...DEFAULT_SETTINGS, neighbours: true };

/** What was looked at, and the sentence that says which law does not hold; none if all do. */
interface Verdict {
  readonly fixes: number;
  readonly trouble: string | undefined;
}

/** A document as it is analyzed. */
interface Looked {
  readonly text: string;
  readonly analysis: Analysis;
  readonly findings: readonly FileFinding[];
}

/** Holds a document, and what every fix makes of it, to the laws. */
export function judge({ ending, text }: Seed): Verdict {
  let fixes = 0;
  try {
    const looked = look(ending, text);
    checkRanges(looked);
    for (const finding of looked.findings) {
      for (const fix of fixesOf(finding, (of) => renderFixes(of, of.settings))) {
        fixes++;
        // Comments are for people: what they hide is no less than before.
        if (/^(?:remove-(?:comment|id)|add-reason|correct-comment|move-comment)$/.test(fix.id))
          continue;
        const fixed = applyEdits(text, fix.edits);
        if (fixed === undefined) throw new Broken(`${fix.id}: its edits overlap or leave the text`);
        if (fixed === text) throw new Broken(`${fix.id}: it changes nothing`);
        const after = look(ending, fixed);
        checkRanges(after);
        checkNothingNew([fix.id], looked, after);
        if (REPAIRS.has(fix.id)) {
          const alike = ({ findings }: Looked) =>
            findings.filter(({ message }) => message === finding.message);
          const isThere = alike(after).some(({ at }) => at.start === finding.at.start);
          // Where something was moved away another one may have come, of which the same is said.
          if (isThere && alike(after).length >= alike(looked).length)
            throw new Broken(`${fix.id}: ${finding.rule} is as it was\n--- after\n${fixed}`);
          continue;
        }
        const offers = (of: Looked) =>
          of.findings.flatMap((one) => one.fixes()).filter(({ id }) => id === fix.id);
        const isLess =
          badness(after.findings) < badness(looked.findings) ||
          openSockets(after.analysis) < openSockets(looked.analysis);
        // That they leave the port open is what their titles say.
        const mayStay = fix.id === 'deny-spawn' || fix.id === 'publish-on-loopback';
        if (!isLess && !mayStay && offers(after).length >= offers(looked).length) {
          throw new Broken(`${fix.id}: ${finding.rule} is as bad as before\n--- after\n${fixed}`);
        }
      }
    }
    checkFixAll(ending, looked);
    return { fixes, trouble: undefined };
  } catch (error) {
    const trouble =
      error instanceof Broken
        ? error.message
        : String(error instanceof Error ? error.stack : error);
    return { fixes, trouble };
  }
}

/** No other file is there. */
const ALONE = { get: () => null };

/** A law that does not hold. */
class Broken extends Error {}

function look(ending: string, text: string): Looked {
  const { languageId, path } = hostOf(ending);
  const analysis = analyze({ text, languageId, path }, SETTINGS, ALONE);
  if (analysis.failures.length > 0) throw new Broken(`failed inside: ${analysis.failures}`);
  return { text, analysis, findings: findingsOf(path, analysis, []) };
}

function checkRanges({ text, findings }: Looked): void {
  for (const { at, related, rule } of findings) {
    for (const place of [at, ...related.map((one) => one.at)]) {
      const isInside = 0 <= place.start && place.start <= place.end && place.end <= text.length;
      if (!isInside)
        throw new Broken(`${rule}: ${place.start}-${place.end} is outside of the text`);
    }
  }
}

const WEIGHTS = { error: 9, warning: 3, information: 1, hint: 0 } as const;

/**
 * Sockets, and monitors on them: a host that several monitors share is one finding still when one of them has moved, has
 * got credentials, or has left the socket to a guest's port.
 */
function openSockets({ connections: { machines } }: Analysis): number {
  const used = machines.flatMap(({ chardevs, monitors }) => [
    ...chardevs.values(),
    ...monitors.flatMap(({ chardev }) => chardev ?? []),
  ]);
  return used.filter(({ backend, properties }) => {
    if (backend.kind === 'udp') return true;
    const isOpen = backend.kind === 'socket' && backend.path.kind === 'absent';
    return isOpen && !properties.some(({ key }) => key === 'tls-creds');
  }).length;
}

function badness(findings: readonly FileFinding[]): number {
  return findings.reduce((sum, { severity }) => sum + WEIGHTS[severity], 0);
}

/**
 * Fixes of what QEMU or libvirt did not take. The line counts from then on, with what is open on it and with what else
 * they do not take, of which only the first was said.
 */
const REPAIRS: ReadonlySet<FixId> = new Set([
  ...(['correct-word', 'split-word', 'declare-namespace', 'move-arguments'] as const),
  ...(['define-object', 'set-endpoint', 'write-entry', 'quote-value'] as const),
]);

/** That there is no more of errors, and none of errors and warnings together. */
function checkNothingNew(ids: readonly FixId[], before: Looked, after: Looked): void {
  if (ids.some((id) => REPAIRS.has(id))) return;
  const count = ({ findings }: Looked, severities: readonly string[]) =>
    findings.filter(({ severity }) => severities.includes(severity)).length;
  for (const severities of [['error'], ['error', 'warning']]) {
    if (count(after, severities) <= count(before, severities)) continue;
    const rules = ({ findings }: Looked) => findings.map(({ rule }) => rule).join(' ');
    throw new Broken(`${ids}: ${rules(before)} became ${rules(after)}\n--- after\n${after.text}`);
  }
}

function checkFixAll(ending: string, { text, ...looked }: Looked): void {
  const all = ({ analysis, findings }: Omit<Looked, 'text'>) => {
    const { path } = analysis.source;
    return fixAll([{ path, findings }], {
      within: path,
      render: (of, taken) => renderFixes(of, of.settings, taken),
    });
  };
  const first = all(looked);
  if (first.fixes.length === 0) return;
  const ids = new Set(first.fixes.map(({ id }) => id));
  const { edits: settled } = settledEdits(text, first, (fixed) => {
    const round = all(look(ending, fixed));
    for (const { id } of round.fixes) ids.add(id);
    return round;
  });
  const edits = settled ?? first.fixes.flatMap((fix) => fix.edits);
  const fixed = applyEdits(text, edits);
  if (fixed === undefined) throw new Broken('fix-all: its edits overlap');
  const next = look(ending, fixed);
  checkRanges(next);
  checkNothingNew([...ids], { text, ...looked }, next);
  const again = all(next).fixes.map(({ id }) => id);
  if (again.length > 0) {
    throw new Broken(`fix-all: a second run has ${again} to do\n--- after\n${fixed}`);
  }
}
