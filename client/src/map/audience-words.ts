/** The sentences of the map about who reaches what. */
import type { l10n as Localizer } from 'vscode';
import type { Audience } from '../../../webview/src/map-model.ts';

/** What says sentences in the language of the editor: `l10n` of `vscode`. */
export type Words = Pick<typeof Localizer, 't'>;

/** From the most to the fewest. */
export const AUDIENCES: readonly Audience[] = [
  ...(['network', 'host', 'directory', 'user', 'nobody', 'unknown'] as const),
];

export function audienceLabel(audience: Audience, l10n: Words): string {
  switch (audience) {
    case 'network':
      return l10n.t('Anyone on the network');
    case 'host':
      return l10n.t('Anyone on this host');
    case 'directory':
      return l10n.t('Whoever can write to the directory');
    case 'user':
      return l10n.t('Only this user');
    case 'nobody':
      return l10n.t('Nobody');
    case 'unknown':
      return l10n.t('Cannot be known');
  }
}

/** What is said while only their part of the map is shown. */
export function filteredSentence(audience: Audience, l10n: Words): string {
  switch (audience) {
    case 'network':
      return l10n.t('Showing only what anyone on the network can reach');
    case 'host':
      return l10n.t('Showing only what anyone on this host can reach');
    case 'directory':
      return l10n.t('Showing only what whoever can write to the directory can reach');
    case 'user':
      return l10n.t('Showing only what only this user can reach');
    case 'nobody':
      return l10n.t('Showing only what nobody can reach');
    case 'unknown':
      return l10n.t('Showing only what cannot be known');
  }
}

/** `Anyone on the network reaches it by tcp 0.0.0.0:4444`. */
export function reachSentence(audience: Audience, way: string, l10n: Words): string {
  switch (audience) {
    case 'nobody':
      return l10n.t('Nobody reaches it');
    case 'unknown':
      return l10n.t('Who reaches it cannot be known');
    case 'network':
      return l10n.t('Anyone on the network reaches it by {0}', way);
    case 'host':
      return l10n.t('Anyone on this host reaches it by {0}', way);
    case 'directory':
      return l10n.t('Whoever can write to the directory reaches it by {0}', way);
    case 'user':
      return l10n.t('Only this user reaches it by {0}', way);
  }
}

/** The same where QEMU connects to whoever answers. */
export function calledSentence(audience: Audience, way: string, l10n: Words): string {
  return audience === 'network'
    ? l10n.t('QEMU connects to {0}, and whoever answers on the network reaches it', way)
    : l10n.t('QEMU connects to {0}, and whoever answers on this host reaches it', way);
}

export function monitorCount(count: number, l10n: Words): string {
  if (count === 0) return l10n.t('No monitor');
  return count === 1 ? l10n.t('1 monitor') : l10n.t('{0} monitors', count);
}

/** What is said of them as a whole. */
export function audienceSentence(audience: Audience, count: number, l10n: Words): string {
  switch (audience) {
    case 'network':
      return count === 1
        ? l10n.t('Anyone on the network reaches 1 monitor')
        : l10n.t('Anyone on the network reaches {0} monitors', count);
    case 'host':
      return count === 1
        ? l10n.t('Anyone on this host reaches 1 monitor')
        : l10n.t('Anyone on this host reaches {0} monitors', count);
    case 'directory':
      return count === 1
        ? l10n.t('Whoever can write to the directory reaches 1 monitor')
        : l10n.t('Whoever can write to the directory reaches {0} monitors', count);
    case 'user':
      return count === 1
        ? l10n.t('Only this user reaches 1 monitor')
        : l10n.t('Only this user reaches {0} monitors', count);
    case 'nobody':
      return count === 1
        ? l10n.t('Nobody reaches 1 monitor')
        : l10n.t('Nobody reaches {0} monitors', count);
    case 'unknown':
      return count === 1
        ? l10n.t('Who reaches 1 monitor cannot be known')
        : l10n.t('Who reaches {0} monitors cannot be known', count);
  }
}
