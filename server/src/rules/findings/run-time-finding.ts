/** Findings about monitors, gdb ports and chardevs added to a running QEMU. */
import * as l10n from '@vscode/l10n';
import { listenOnLoopback } from '../../qemu/change/loopback.ts';
import { switchToUnix } from '../../qemu/change/unix-switch.ts';
import type { Machine, Monitor } from '../../qemu/machine/machine.ts';
import type { RunTimeAddition } from '../../qemu/machine/run-time.ts';
import { hostSentence } from '../../qemu/reach/host-sentence.ts';
import type { Reach } from '../../qemu/reach/reach.ts';
import type { Fix } from '../rule.ts';
import { reviewFix } from './common-finding.ts';
import { loopbackWords } from './neighbour-finding.ts';
import { type KnownReach, monitorLabel, reachAddress, subjectOf } from './subject.ts';
import { datagramMessage } from './who-can.ts';

type Words = (reach: KnownReach, machine: Machine, monitor: Monitor) => string;

/** The message by kind. For gdb ports and chardevs only dangerous reaches have one. */
export const RUN_TIME_WORDS: Readonly<Record<RunTimeAddition['kind'], Words>> = {
  monitor: (reach, machine, monitor) => {
    const name = l10n.t('{0} added here', monitorLabel(monitor));
    switch (reach.who) {
      case 'network':
        return reach.address === 'unknown'
          ? l10n.t('{0}: anyone who reaches it can control QEMU', subject(name, reach))
          : l10n.t('{0}: anyone on the network can control QEMU', subject(name, reach));
      case 'host':
        return hostSentence(machine, '{0}: any local user can control QEMU', subject(name, reach));
      case 'peer':
        return l10n.t('{0}: any host that answers can control QEMU', subject(name, reach));
      case 'datagrams':
        return datagramMessage(machine, subject(name, reach), reach);
      case 'abstract':
        return hostSentence(
          machine,
          '{0} on an abstract socket: any local user can control QEMU',
          name,
        );
      case 'directory':
        return hostSentence(
          machine,
          '{0} in a shared directory: any local user can impersonate the monitor',
          name,
        );
      case 'device':
      case 'user':
        return l10n.t('{0}: only the user who runs QEMU can open it', name);
    }
  },
  gdb: (reach, machine) => {
    const name = subject(l10n.t('gdb port opened here'), reach);
    if (reach.who === 'host') {
      return hostSentence(machine, '{0}: any local user can run monitor commands', name);
    }
    if (reach.who === 'peer')
      return l10n.t('{0}: any host that answers can run monitor commands', name);
    return reach.who === 'network' && reach.address === 'unknown'
      ? l10n.t('{0}: anyone who reaches it can run monitor commands', name)
      : l10n.t('{0}: anyone on the network can run monitor commands', name);
  },
  chardev: (reach) => {
    const name = subject(l10n.t('Chardev added here'), reach);
    return reach.who === 'network' && reach.address === 'unknown'
      ? l10n.t('{0}: anyone who reaches it can use it, and it can become a monitor', name)
      : l10n.t('{0}: anyone on the network can use it, and it can become a monitor', name);
  },
};

function subject(name: string, reach: KnownReach): string {
  return 'transport' in reach ? subjectOf(name, reach.who, reachAddress(reach)) : name;
}

/** Fixes of a literal command: another path in HMP, another host in HMP and QMP. */
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
