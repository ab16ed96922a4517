/** What there is to say about a proposal before it is chosen: what it is, and what it lays open. */
import * as l10n from '@vscode/l10n';
import { describeSubject } from '../qemu/completion/describe-subject.ts';
import type { Proposal } from '../qemu/completion/proposal.ts';
import type { Description, ValueDescription } from '../qemu/docs/description.ts';
import type { Machine } from '../qemu/machine/machine.ts';
import { versionText } from '../qemu/options/version.ts';

/** Markdown that reads well as plain text too; undefined where there is nothing to say. */
export function documentProposal(machine: Machine, proposal: Proposal): string | undefined {
  const { subject, exposes } = proposal;
  const described = describeSubject(subject, machine);
  const paragraphs = described ? paragraphsOf(described) : [];
  const warning = exposes?.();
  if (warning) paragraphs.push(`**${l10n.t('What this lays open')}**: ${warning}`);
  return paragraphs.length === 0 ? undefined : paragraphs.join('\n\n');
}

function paragraphsOf(described: Description | ValueDescription): string[] {
  const { since, until } = described;
  const paragraphs = [described.summary];
  if ('values' in described && described.values) {
    const rows = described.values.map(({ value, summary }) => `- \`${value}\`: ${summary}`);
    paragraphs.push(rows.join('\n'));
  }
  if ('default' in described && described.default !== undefined) {
    paragraphs.push(l10n.t('Default: {0}', `\`${described.default}\``));
  }
  if (since !== undefined) paragraphs.push(l10n.t('Since QEMU {0}', versionText(since)));
  if (until !== undefined) paragraphs.push(l10n.t('Not in QEMU {0} any more', versionText(until)));
  if ('deprecated' in described && described.deprecated) {
    const { since: warns, instead } = described.deprecated;
    paragraphs.push(
      l10n.t('Deprecated since QEMU {0}; use {1}', versionText(warns), `\`${instead}\``),
    );
  }
  return paragraphs;
}
