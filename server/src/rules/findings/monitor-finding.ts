/** Findings about reachable monitors. Why: docs/decisions/messages.md */
import * as l10n from '@vscode/l10n';
import { withoutMux } from '../../qemu/change/monitor-split.ts';
import { switchToUnix } from '../../qemu/change/unix-switch.ts';
import type { ChardevOrigin } from '../../qemu/chardev/chardev.ts';
import type { Machine, Monitor } from '../../qemu/machine/machine.ts';
import { monitorReach, type Reach } from '../../qemu/reach/reach.ts';
import { once } from '../../text/lookup.ts';
import type { Finding, Fix, Related } from '../rule.ts';
import { reviewFix, waysTo } from './common-finding.ts';
import { lesserFixes } from './lesser-fixes.ts';
import type { KnownReach, NetworkReach } from './subject.ts';
import { tlsFix } from './tls-finding.ts';

interface ReachableMonitor<R> {
  readonly monitor: Monitor;
  readonly reach: R;
}

export const monitorReaches = once((machine: Machine): readonly ReachableMonitor<Reach>[] => {
  return machine.monitors.flatMap((monitor) =>
    monitorReach(machine, monitor).map((reach) => ({ monitor, reach })),
  );
});

/** All pairs of monitors and network addresses. */
export function reachableMonitors(machine: Machine): readonly ReachableMonitor<NetworkReach>[] {
  return monitorReaches(machine).filter((one): one is ReachableMonitor<NetworkReach> => {
    return 'transport' in one.reach;
  });
}

/** A finding about a monitor; its fixes are, by default, a UNIX socket and the missing TLS. */
export function monitorFinding(
  machine: Machine,
  monitor: Monitor,
  reach: KnownReach,
  message: string,
  others?: () => readonly Fix[],
): Finding {
  const move = once(() => unixFix(monitor, reach));
  const fixes = () => [
    ...muxFix(monitor),
    ...move(),
    ...tlsFix(machine, monitor, reach),
    ...lesserFixes(machine, monitor, reach),
  ];
  return {
    at: reach.at,
    message,
    related: relatedPlaces(machine, monitor, reach),
    reach,
    certainty: 'certain' in reach && !reach.certain ? 'possible' : 'certain',
    ...(others ? { fixes: others } : { fixes, move }),
  };
}

/** Removes a hidden monitor; the guest keeps its device. */
export function muxFix({ made, chardev }: Monitor): readonly Fix[] {
  const hidden = made === 'hidden' && chardev;
  const risk = l10n.t('Anyone who used this monitor loses it');
  return reviewFix(
    { id: 'remove-mux', title: l10n.t('Remove mux=on and its monitor'), risk },
    hidden ? withoutMux(hidden) : undefined,
  );
}

function unixFix({ mode, made }: Monitor, reach: KnownReach): readonly Fix[] {
  const preferred = made !== 'hidden';
  const changes = switchToUnix(reach.chardev, mode);
  if (reach.who === 'peer') {
    const title = l10n.t('Connect to a UNIX socket instead');
    const risk = l10n.t('The program that listens there must move to the socket too');
    return reviewFix({ id: 'connect-to-unix', title, risk, preferred }, changes);
  }
  const title = l10n.t('Switch to a UNIX socket');
  const words = { id: 'switch-to-unix', title, preferred } as const;
  // Senders do not connect, so clients cannot be found.
  if (reach.who === 'datagrams') {
    const risk = l10n.t('Programs that send packets there must connect to the socket instead');
    return reviewFix({ ...words, risk }, changes);
  }
  const risk = l10n.t(
    'Clients of the old address must use the socket, on this host and as the same user',
  );
  return reviewFix({ ...words, risk, releasesAddress: reach.chardev }, changes);
}

function relatedPlaces(machine: Machine, monitor: Monitor, reach: KnownReach): readonly Related[] {
  const { origin } = reach.chardev;
  return waysTo(
    reach,
    [{ at: monitor.at, message: l10n.t('The monitor is made here') }, ...chardevPlace(origin)],
    machine,
  );
}

function chardevPlace(origin: ChardevOrigin): readonly Related[] {
  const message = l10n.t('The chardev is defined here');
  if (origin.kind === 'section') return [{ at: origin.section.at, message }];
  return origin.kind === 'option' ? [{ at: origin.option.word.at, message }] : [];
}
