/** Text with which QEMU refuses to start. Why: docs/decisions/findings.md, docs/decisions/unknown-values.md */
import * as l10n from '@vscode/l10n';
import { type GluedEntry, gluedEntryAt } from '../qemu/machine/glued-entry.ts';
import { type JoinedWord, joinedWordAt } from '../qemu/machine/joined-word.ts';
import type { Machine } from '../qemu/machine/machine.ts';
import type { Refusal } from '../qemu/options/refusal.ts';
import { reviewFix } from './findings/common-finding.ts';
import { respellingFix, usesOf, withMeant } from './findings/refusal-finding.ts';
import { endpointFix } from './findings/tls-finding.ts';
import type { Fix, Rule } from './rule.ts';

export const refusedByQemu: Rule = {
  id: 'refused-by-qemu',
  severity: 'information',
  milder: {
    severities: ['hint'],
    when: 'By default information, and a hint for what only newer versions of QEMU refuse while `#qemuMonitorGuard.qemuVersion#` names none.',
  },
  summary: 'QEMU refuses this and does not start.',
  *check(machine) {
    for (const refusal of machine.refusals) {
      if (refusal.kind !== 'other' && refusal.kind !== 'version') continue;
      const { at } = refusal.place;
      const joined = joinedWordAt(machine, at);
      const glued = gluedEntryAt(machine, at);
      const isVersion = refusal.kind === 'version' && !machine.versionIsChosen;
      const undecided = isVersion && refusal.older === undefined;
      yield {
        at,
        message: messageOf(refusal, machine, joined, glued),
        related: usesOf(refusal.place, machine),
        certainty: 'certain',
        ...(undecided ? { severity: 'hint' as const } : {}),
        fixes: () =>
          joined
            ? splitFix(joined)
            : glued
              ? gluedFix(glued)
              : [...respellingFix(refusal), ...endpointFix(machine, at)],
      };
    }
  },
};

function splitFix({ word, nameEnd: start, valueStart: end }: JoinedWord): readonly Fix[] {
  const risk = l10n.t('QEMU then starts a monitor that it did not start before');
  const title = l10n.t('Split into two arguments');
  return reviewFix({ id: 'split-word', title, risk }, [{ kind: 'split-word', word, start, end }]);
}

/** QEMU did not start before, so no client is affected. */
function gluedFix({ entry, key, value }: GluedEntry): readonly Fix[] {
  return [
    {
      id: 'write-entry',
      title: l10n.t('Write {0} = "{1}"', key, value),
      safety: 'safe',
      risk: l10n.t('QEMU did not start before; now it uses the value as written'),
      preferred: true,
      changes: [{ kind: 'rewrite-entry', entry, key, value }],
    },
  ];
}

function messageOf(
  refusal: Refusal,
  machine: Machine,
  joined: JoinedWord | undefined,
  glued: GluedEntry | undefined,
): string {
  if (joined) {
    return l10n.t(
      '{0} and its value must be two arguments (QEMU: {1})',
      joined.name,
      refusal.message,
    );
  }
  if (glued) return l10n.t('A space is missing before = (QEMU: {0})', refusal.message);
  return withMeant(whatHappens(refusal, machine), refusal.repair?.instead);
}

function whatHappens(
  { message, kind, isWhole, needs, older }: Refusal,
  { versionIsChosen }: Machine,
): string {
  if (isWhole) return message;
  if (needs === 'address') {
    return l10n.t('This socket needs path=, or host= and port= (QEMU: {0})', message);
  }
  if (older !== undefined && !versionIsChosen) return l10n.t('QEMU refuses this: {0}', older);
  return kind === 'version' && !versionIsChosen
    ? l10n.t('Newer QEMU refuses this: {0}', message)
    : l10n.t('QEMU refuses this: {0}', message);
}
