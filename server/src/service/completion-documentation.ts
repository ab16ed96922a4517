/** What there is to say about a proposal before it is chosen: what it is, and what it lays open. */
import * as l10n from '@vscode/l10n';
import { describeSubject } from '../qemu/completion/describe-subject.ts';
import type { Proposal } from '../qemu/completion/proposal.ts';
import type { Machine } from '../qemu/machine/machine.ts';
import { fill, type Line, paragraph, strong, text } from './hover/prose.ts';
import { factLines, valueItems } from './hover/token-words.ts';

/** The lines about a proposal; empty where there is nothing to say. */
export function documentProposal(machine: Machine, proposal: Proposal): readonly Line[] {
  const { subject, exposes } = proposal;
  const described = describeSubject(subject, machine);
  const warning = exposes?.();
  return [
    ...(described ? [paragraph(text(described.summary)), ...factLines(described)] : []),
    ...(described && 'values' in described ? valueItems(described.values) : []),
    ...(warning ? [paragraph(...warningParts(warning))] : []),
  ];
}

function warningParts(warning: string) {
  return fill(
    (label, words) => l10n.t('{0}: {1}', label, words),
    strong(l10n.t('What this lays open')),
    text(warning),
  );
}
