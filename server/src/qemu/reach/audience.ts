/** The one question in one word: who can open this chardev? */
import * as l10n from '@vscode/l10n';
import type { Reach } from './reach.ts';

/** From the most to the fewest; `unknown` says that the file does not decide it. */
export type Audience = 'network' | 'host' | 'directory' | 'user' | 'nobody' | 'unknown';

/** How hovers say it, as the answer to who can open something. */
export function audienceWords(audience: Audience): string {
  switch (audience) {
    case 'network':
      return l10n.t('anyone on the network');
    case 'host':
      return l10n.t('anyone on this host');
    case 'directory':
      return l10n.t('any user who may write that directory');
    case 'user':
      return l10n.t('only this user');
    case 'nobody':
      return l10n.t('nobody');
    case 'unknown':
      return l10n.t('cannot be known from this file');
  }
}

/** Who can open the chardev of a reach. TLS that verifies and authorizes leaves those whom it admits. */
export function audienceOf(reach: Reach): Audience {
  switch (reach.who) {
    case 'network':
    case 'host':
      if (reach.protection.kind === 'authorized') return 'user';
      return reach.who;
    case 'peer':
    case 'datagrams':
      return reach.local ? 'host' : 'network';
    case 'abstract':
      return 'host';
    case 'device':
      return 'user';
    default:
      return reach.who;
  }
}
