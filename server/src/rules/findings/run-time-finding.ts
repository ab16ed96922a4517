/** Findings about monitors, gdb ports and chardevs added to a running QEMU. */
import * as l10n from '@vscode/l10n';
import { listenOnLoopback } from '../../qemu/change/loopback.ts';
import { switchToUnix } from '../../qemu/change/unix-switch.ts';
import type { Monitor } from '../../qemu/machine/machine.ts';
import type { RunTimeAddition } from '../../qemu/machine/run-time.ts';
import type { Reach } from '../../qemu/reach/reach.ts';
import type { Fix } from '../rule.ts';
import { reviewFix } from './common-finding.ts';
import { type KnownReach, portWords } from './monitor-finding.ts';
import { loopbackWords } from './neighbour-finding.ts';

/** Who can do what. */
type Words = (reach: KnownReach, name: string) => string;

/** Messages by kind; for gdb ports and chardevs only dangerous reaches. */
export const RUN_TIME_WORDS: Readonly<Record<RunTimeAddition['kind'], Words>> = {
  monitor: (reach, name) => {
    switch (reach.who) {
      case 'network':
        return reach.address === 'unknown'
          ? l10n.t(
              'Whoever reaches this address can control QEMU through the {0} added here ({1})',
              name,
              portWords(reach),
            )
          : l10n.t(
              'Anyone on the network can control QEMU through the {0} added here ({1})',
              name,
              portWords(reach),
            );
      case 'host':
        return l10n.t(
          'Any user of this host can control QEMU through the {0} added here ({1})',
          name,
          portWords(reach),
        );
      case 'peer':
        return l10n.t(
          'Whoever answers this connection can control QEMU through the {0} added here ({1})',
          name,
          portWords(reach),
        );
      case 'datagrams':
        return reach.local
          ? l10n.t(
              'Any user of this host can control QEMU with forged packets: {0} added here ({1})',
              name,
              portWords(reach),
            )
          : l10n.t(
              'Anyone on the network can control QEMU with forged packets: {0} added here ({1})',
              name,
              portWords(reach),
            );
      case 'abstract':
        return l10n.t(
          'Any user of this host can control QEMU: {0} added here on an abstract socket',
          name,
        );
      case 'directory':
        return l10n.t(
          'Any user of this host can impersonate the {0} added here: its directory is shared',
          name,
        );
      case 'device':
      case 'user':
        return l10n.t('Only the user who runs QEMU can open the {0} added here', name);
    }
  },
  gdb: (reach) => {
    if (reach.who === 'host') {
      return l10n.t(
        'Any user of this host can run monitor commands through the gdb port opened here ({0})',
        portWords(reach),
      );
    }
    if (reach.who === 'peer') {
      return l10n.t(
        'Whoever answers this connection can run monitor commands: gdb port opened here ({0})',
        portWords(reach),
      );
    }
    const port = 'transport' in reach ? portWords(reach) : '';
    return reach.who === 'network' && reach.address === 'unknown'
      ? l10n.t(
          'Whoever reaches this address can run monitor commands: gdb port opened here ({0})',
          port,
        )
      : l10n.t(
          'Anyone on the network can run monitor commands through the gdb port opened here ({0})',
          port,
        );
  },
  chardev: (reach) => {
    const port = 'transport' in reach ? portWords(reach) : '';
    return reach.who === 'network' && reach.address === 'unknown'
      ? l10n.t(
          'Whoever reaches this address can use the chardev added here, a possible monitor ({0})',
          port,
        )
      : l10n.t(
          'Anyone on the network can use the chardev added here, which can become a monitor ({0})',
          port,
        );
  },
};

/** Changes the address of a literal command: to a path in HMP, to another host in HMP and QMP. */
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
