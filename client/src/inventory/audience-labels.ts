/**
 * How people are told who can open a monitor: the same in the view, its report and the map, and as hovers say it.
 * Why: docs/decisions/who-can-open-it-is-said-in-the-same-words-everywhere.md
 */
import { l10n } from 'vscode';
import type { Audience } from '../../../webview/src/map-model.ts';

/** As a label: `Anyone on the network`. */
export function audienceLabel(audience: Audience): string {
  switch (audience) {
    case 'network':
      return l10n.t('Anyone on the network');
    case 'host':
      return l10n.t('Any user of this host');
    case 'directory':
      return l10n.t('Anyone who can write to its directory');
    case 'authorized':
      return l10n.t('Authorized clients');
    case 'user':
      return l10n.t('Only the user who runs QEMU');
    case 'nobody':
      return l10n.t('Nobody');
    case 'unknown':
      return l10n.t('Cannot be known');
  }
}

/** The same as a sentence, without its full stop. */
export function audienceSentence(audience: Audience): string {
  switch (audience) {
    case 'network':
      return l10n.t('Anyone on the network can open it');
    case 'host':
      return l10n.t('Any user of this host can open it');
    case 'directory':
      return l10n.t('Anyone who can write to its directory can open it');
    case 'authorized':
      return l10n.t('Only authorized clients can open it');
    case 'user':
      return l10n.t('Only the user who runs QEMU can open it');
    case 'nobody':
      return l10n.t('Nobody can open it');
    case 'unknown':
      return l10n.t('Who can open it cannot be known');
  }
}

/** `2 monitors`. */
export function monitorCount(count: number): string {
  if (count === 0) return l10n.t('No monitor');
  return count === 1 ? l10n.t('1 monitor') : l10n.t('{0} monitors', count);
}

/** `Anyone on the network: 2 monitors`. */
export function countedAudience(audience: Audience, count: number): string {
  return l10n.t('{0}: {1}', audienceLabel(audience), monitorCount(count));
}
