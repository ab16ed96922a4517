/** What can be done about a command that opens something on a QEMU that runs, where it is plain enough. */
import * as l10n from '@vscode/l10n';
import { listenOnLoopback } from '../../qemu/change/loopback.ts';
import { switchToUnix } from '../../qemu/change/unix-switch.ts';
import type { Monitor } from '../../qemu/machine/machine.ts';
import type { RunTimeAddition } from '../../qemu/machine/run-time.ts';
import type { Reach } from '../../qemu/reach/reach.ts';
import type { Fix } from '../rule.ts';
import { reviewFix } from './common-finding.ts';
import { loopbackWords } from './neighbour-finding.ts';

/** Where the command is one literal text, its address can be another: a path in HMP, a host in QMP too. */
export function runTimeFixes(
  kind: RunTimeAddition['kind'],
  { mode }: Monitor,
  reach: Reach,
): readonly Fix[] {
  if (reach.who !== 'network' && reach.who !== 'host') return [];
  const { origin } = reach.chardev;
  const written = origin.kind === 'legacy' ? origin.device : undefined;
  const list = origin.kind === 'option' ? origin.list : written;
  const isLiteral = list?.pieces.every((piece) => piece.kind === 'known' && piece.verbatim);
  if (!isLiteral) return [];
  const unix = kind === 'gdb' ? undefined : switchToUnix(reach.chardev, mode);
  const follow = l10n.t('Clients must use the socket, in a directory that QEMU may write');
  const words = { preferred: false } as const;
  return [
    ...reviewFix(
      { ...words, id: 'switch-to-unix', title: l10n.t('Use a UNIX socket'), risk: follow },
      unix,
    ),
    ...reviewFix(
      { ...words, ...loopbackWords() },
      reach.who === 'network' ? listenOnLoopback(reach.chardev) : undefined,
    ),
  ];
}
