import * as l10n from '@vscode/l10n';
import type { Machine } from '../machine/machine.ts';
import { hostSentence } from './host-sentence.ts';
import type { Reach } from './reach.ts';

/** Who can open a chardev, from most to fewest; `unknown`: not decided here. */
export type Audience =
  | 'network'
  | 'host'
  | 'directory'
  | 'authorized'
  | 'user'
  | 'nobody'
  | 'unknown';

/** In order of reporting: unknown before safe. */
export const WIDEST_FIRST: readonly Audience[] = [
  ...(['network', 'host', 'directory', 'unknown', 'authorized', 'user', 'nobody'] as const),
];

/** An audience's name, for this host or a remote one. The client capitalizes it. */
export function audienceWords(
  audience: Audience,
  where: Pick<Machine, 'onOtherHost'> = {},
): string {
  return {
    network: () => l10n.t('anyone on the network'),
    host: () => hostSentence(where, 'any local user'),
    directory: () => l10n.t('anyone who can write to its directory'),
    authorized: () => l10n.t('authorized clients'),
    user: () => l10n.t('only the user who runs QEMU'),
    nobody: () => l10n.t('nobody'),
    unknown: () => l10n.t('unknown'),
  }[audience]();
}

/** The audience of a reach: with authorizing TLS, the admitted clients. */
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
