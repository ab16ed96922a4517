/** What QEMU refuses, so that it does not start. */

import { type GluedEntry, gluedEntryAt } from '../qemu/machine/glued-entry.ts';
import { type JoinedWord, joinedWordAt } from '../qemu/machine/joined-word.ts';
import type { Machine } from '../qemu/machine/machine.ts';
import type { Refusal } from '../qemu/options/refusal.ts';
import { reviewFix } from './common-finding.ts';
import { meantWords, respellingFix, usesOf } from './refusal-finding.ts';
import type { Fix, Rule } from './rule.ts';
import { endpointFix } from './tls-finding.ts';

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
      const joinedWords = joined ? `; ${joined.name} and its value must be two arguments` : '';
      const undecided = refusal.kind === 'version' && !machine.versionIsChosen;
      yield {
        at,
        message:
          whatHappens(refusal, machine) +
          meantWords(refusal.repair?.instead) +
          joinedWords +
          (glued ? '; a blank must stand in front of =' : ''),
        related: usesOf(refusal.place, machine),
        certainty: 'certain',
        ...(undecided ? { severity: 'hint' as const } : {}),
        fixes: joined
          ? splitFix(joined)
          : glued
            ? gluedFix(glued)
            : [...respellingFix(refusal), ...endpointFix(machine, at)],
      };
    }
  },
};

/** The two arguments that one word was meant to be. */
function splitFix({ word, nameEnd: start, valueStart: end }: JoinedWord): readonly Fix[] {
  const risk = 'A monitor comes to life that was none';
  return reviewFix({ title: 'Make two arguments of it', risk }, [
    { kind: 'split-word', word, start, end },
  ]);
}

/** The line as it was meant. QEMU did not start with it, so that no client can notice. */
function gluedFix({ entry, key, value }: GluedEntry): readonly Fix[] {
  return [
    {
      title: `Write ${key} = "${value}"`,
      safety: 'safe',
      risk: 'QEMU did not start before; now it takes the value that is written there',
      preferred: true,
      changes: [{ kind: 'rewrite-entry', entry, key, value }],
    },
  ];
}

function whatHappens({ message, kind }: Refusal, { versionIsChosen }: Machine): string {
  // Of config files the message is a sentence of its own.
  if (message.startsWith('QEMU ')) return message;
  const words = kind === 'version' && !versionIsChosen ? 'Newer QEMU refuses' : 'QEMU refuses';
  return `${words} this: ${message}`;
}
