/**
 * Labels of audiences, the same in the view, report, map and hovers.
 * Why: docs/decisions/audience.md
 */
import { l10n } from 'vscode';
import type { Audience } from '../../../webview/src/map-model.ts';

/** A label: `Anyone on the network`; for a monitor also where it runs. */
export function audienceLabel(audience: Audience, onOtherHost = false): string {
  if (audience === 'host' && onOtherHost) return l10n.t('Any user of the remote host');
  return {
    network: l10n.t('Anyone on the network'),
    host: l10n.t('Any local user'),
    directory: l10n.t('Anyone who can write to its directory'),
    authorized: l10n.t('Authorized clients'),
    user: l10n.t('Only the user who runs QEMU'),
    nobody: l10n.t('Nobody'),
    unknown: l10n.t('Unknown'),
  }[audience];
}

/** The label of a group of monitors, possibly on several hosts. */
export function groupLabel(
  audience: Audience,
  monitors: readonly { readonly audience: Audience; readonly onOtherHost?: true }[],
): string {
  const own = monitors.filter((monitor) => monitor.audience === audience);
  const isThere = own.some(({ onOtherHost }) => onOtherHost);
  const isHere = own.some(({ onOtherHost }) => !onOtherHost);
  return audience === 'host' && isThere && isHere
    ? l10n.t('Any local user, here or on the remote host')
    : audienceLabel(audience, isThere);
}

/** A sentence without a full stop. */
export function audienceSentence(audience: Audience, onOtherHost = false): string {
  if (audience === 'host' && onOtherHost) return l10n.t('Any user of the remote host can open it');
  return {
    network: l10n.t('Anyone on the network can open it'),
    host: l10n.t('Any local user can open it'),
    directory: l10n.t('Anyone who can write to its directory can open it'),
    authorized: l10n.t('Only authorized clients can open it'),
    user: l10n.t('Only the user who runs QEMU can open it'),
    nobody: l10n.t('Nobody can open it'),
    unknown: l10n.t('Unknown who can open it'),
  }[audience];
}

/** `2 monitors`. */
export function monitorCount(count: number): string {
  if (count === 0) return l10n.t('No monitor');
  return count === 1 ? l10n.t('1 monitor') : l10n.t('{0} monitors', count);
}

/** `Anyone on the network: 2 monitors`. */
export function countedLabel(label: string, count: number): string {
  return l10n.t('{0}: {1}', label, monitorCount(count));
}
