/** A proposal as an item, and what there is to say about it before it is chosen: what it is, and what it lays open. */
import * as l10n from '@vscode/l10n';
import { describeSubject, isDeprecated, newSince } from '../../qemu/completion/describe-subject.ts';
import type { Proposal } from '../../qemu/completion/proposal.ts';
import type { Machine } from '../../qemu/machine/machine.ts';
import { versionText } from '../../qemu/options/version.ts';
import type { Span } from '../../text/span.ts';
import { fill, type Line, paragraph, strong, text } from '../hover/prose.ts';
import { factLines, valueItems } from '../hover/token-message.ts';
import type { CompletionItem, CompletionQuery } from './completion-item.ts';
import { filterOf, labelOf, type WrittenText } from './completion-text.ts';

/** The item that writes a proposal at a place. */
export function proposalItem(
  { offset }: CompletionQuery,
  machine: Machine,
  at: Span,
  proposal: Proposal,
  written: WrittenText,
): CompletionItem {
  return {
    label: labelOf(proposal, written),
    kind: proposal.subject.kind,
    edit: { at, text: written.text },
    stops: written.stops,
    cursor: offset,
    also: [],
    filter: filterOf(proposal, written),
    deprecated: isDeprecated(machine, proposal),
    note: noteOf(machine, proposal),
    detail: detailOf(machine, proposal),
    documentation: () => documentProposal(machine, proposal),
  };
}

/** What a proposal is, in a line of the list; undefined where nothing is known of it. */
function detailOf(machine: Machine, { subject }: Proposal): string | undefined {
  return describeSubject(subject, machine)?.summary;
}

/** The further lines about a proposal; empty where there is nothing to say. */
function documentProposal(machine: Machine, proposal: Proposal): readonly Line[] {
  const { subject, exposes } = proposal;
  const described = describeSubject(subject, machine);
  return [
    ...(described ? factLines(described) : []),
    ...(described && 'values' in described ? valueItems(described.values) : []),
    ...(exposes ? [paragraph(...warningParts(exposes))] : []),
  ];
}

/** What has to be known of a proposal in the list already; undefined for most. */
function noteOf(machine: Machine, proposal: Proposal): string | undefined {
  const since = newSince(machine, proposal);
  return since === undefined ? undefined : l10n.t('Since QEMU {0}', versionText(since));
}

function warningParts(warning: string) {
  return fill(
    (label, words) => l10n.t('{0}: {1}', label, words),
    strong(l10n.t('What this lays open')),
    text(warning),
  );
}
