/** The one question in one word: who can open this chardev? */
import * as l10n from '@vscode/l10n';
import type { Machine } from '../machine/machine.ts';
import { hostSentence } from './host-sentence.ts';
import type { Reach } from './reach.ts';

/** From the most to the fewest; `unknown` says that the file does not decide it. */
export type Audience =
  | 'network'
  | 'host'
  | 'directory'
  /** Those who prove on the network who they are, and are on its list. */
  | 'authorized'
  | 'user'
  | 'nobody'
  | 'unknown';

/** From whom one wants to hear of first: what is not known may be bad, and what is only its user's is not. */
export const WIDEST_FIRST: readonly Audience[] = [
  ...(['network', 'host', 'directory', 'unknown', 'authorized', 'user', 'nobody'] as const),
];

/**
 * How hovers say it, as the answer to who can open something that runs here or on another host; the client says the
 * same with a capital.
 */
export function audienceWords(
  audience: Audience,
  where: Pick<Machine, 'onOtherHost'> = {},
): string {
  return {
    network: () => l10n.t('anyone on the network'),
    host: () => hostSentence(where, 'any user of this host'),
    directory: () => l10n.t('anyone who can write to its directory'),
    authorized: () => l10n.t('authorized clients'),
    user: () => l10n.t('only the user who runs QEMU'),
    nobody: () => l10n.t('nobody'),
    unknown: () => l10n.t('cannot be known'),
  }[audience]();
}

/** Who can open the chardev of a reach. TLS that verifies and authorizes leaves those whom it admits. */
export function audienceOf(reach: Reach): Audience {
  switch (reach.who) {
    case 'network':
    case 'host':
      if (reach.protection.kind === 'authorized') return 'authorized';
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
