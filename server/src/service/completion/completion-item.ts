/** What an editor offers where the cursor stands, and what there is to say about it before it is chosen. */

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

/** What kind of thing an item is, for its picture. */
export type CompletionKind = Subject['kind'] | 'snippet';

/** Something that an editor offers. */
export interface CompletionItem {
  readonly label: string;
  readonly kind: CompletionKind;
  /**
   * What is written in the place of what stands there, behind the cursor too. As it is it means something to
   * QEMU, whether or not the editor has tab stops.
   */
  readonly edit: Omit<Edit, 'placeholders'>;
  readonly stops: readonly TabStop[];
  /** Where the cursor is, within the span of the edit, for editors that keep what is behind it. */
  readonly cursor: number;
  /** Further edits elsewhere in the document. */
  readonly also: readonly Edit[];
  /** What is compared with what is written there, where that is not the label. */
  readonly filter?: string | undefined;
  readonly deprecated: boolean;
  /** A few words that stand beside it in the list: that it needs a new QEMU. */
  readonly note?: string | undefined;
  /** What it is, in a few words. */
  readonly detail?: string | undefined;
  /** What else there is to say about it, made when asked for; empty where there is nothing. */
  readonly documentation: () => readonly Line[];
}

/** How a completion was asked for. */
export interface CompletionQuery extends CursorQuery {
  /** The character that was typed, where that made the editor ask. */
  readonly trigger?: string | undefined;
}

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
