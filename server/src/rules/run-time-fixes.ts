/** What can be done about a command that opens something on a QEMU that runs, where it is plain enough. */
import * as l10n from '@vscode/l10n';
import { listenOnLoopback } from '../qemu/change/loopback.ts';
import { switchToUnix } from '../qemu/change/unix-switch.ts';
import type { Monitor } from '../qemu/machine/machine.ts';
import type { RunTimeAddition } from '../qemu/machine/run-time.ts';
import type { Reach } from '../qemu/reach/reach.ts';
import { reviewFix } from './common-finding.ts';
import type { Fix } from './rule.ts';

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
  const follow = l10n.t(
    'Who connects must use the socket, whose directory must be one that QEMU may write',
  );
  const away = l10n.t(
    'Other machines cannot connect any more; every user of this machine still can',
  );
  const words = { preferred: false } as const;
  return [
    ...reviewFix(
      { ...words, id: 'switch-to-unix', title: l10n.t('Use a UNIX socket'), risk: follow },
      unix,
    ),
    ...reviewFix(
      {
        ...words,
        id: 'listen-on-loopback',
        title: l10n.t('Listen on 127.0.0.1 only'),
        risk: away,
      },
      reach.who === 'network' ? listenOnLoopback(reach.chardev) : undefined,
    ),
  ];
}
