import * as l10n from '@vscode/l10n';
import type { TabStop } from '../../languages/support.ts';
import { describeSubject, isDeprecated, newSince } from '../../qemu/completion/describe-subject.ts';
import type { Proposal, Subject } from '../../qemu/completion/proposal.ts';
import type { Machine } from '../../qemu/machine/machine.ts';
import { versionText } from '../../qemu/options/version.ts';
import type { Edit } from '../../text/edit.ts';
import type { Span } from '../../text/span.ts';
import { fill, type Line, paragraph, strong, text } from '../hover/prose.ts';
import { factLines, valueItems } from '../hover/token-message.ts';
import { filterOf, labelOf, type WrittenText } from './completion-text.ts';
import type { CursorQuery } from './cursor.ts';

/** Selects the icon. */
export type CompletionKind = Subject['kind'] | 'snippet';

/** An item with its documentation. */
export interface CompletionItem {
  readonly label: string;
  readonly kind: CompletionKind;
  readonly edit: Omit<Edit, 'placeholders'>;
  readonly stops: readonly TabStop[];
  readonly cursor: number;
  readonly also: readonly Edit[];
  readonly filter?: string | undefined;
  readonly deprecated: boolean;
  /** A note beside the label, such as a required version. */
  readonly note?: string | undefined;
  readonly detail?: string | undefined;
  readonly documentation: () => readonly Line[];
}

/** A completion request. */
export interface CompletionQuery extends CursorQuery {
  readonly trigger?: string | undefined;
}

/** Makes an item of a proposal. */
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
    detail: describeSubject(proposal.subject, machine)?.summary,
    documentation: () => documentProposal(machine, proposal),
  };
}

function documentProposal(machine: Machine, proposal: Proposal): readonly Line[] {
  const { subject, exposes } = proposal;
  const described = describeSubject(subject, machine);
  return [
    ...(described ? factLines(described) : []),
    ...(described && 'values' in described ? valueItems(described.values) : []),
    ...(exposes ? [paragraph(...warningParts(exposes))] : []),
  ];
}

function noteOf(machine: Machine, proposal: Proposal): string | undefined {
  const since = newSince(machine, proposal);
  return since === undefined ? undefined : l10n.t('Since QEMU {0}', versionText(since));
}

function warningParts(warning: string) {
  return fill(
    (label, words) => l10n.t('{0}: {1}', label, words),
    strong(l10n.t('What this exposes')),
    text(warning),
  );
}
