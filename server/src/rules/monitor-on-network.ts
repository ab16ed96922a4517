/** A monitor that listens for other machines without TLS. */
import * as l10n from '@vscode/l10n';
import type { Machine, Monitor } from '../qemu/machine/machine.ts';
import { monitorFinding, reachableMonitors } from './findings/monitor-finding.ts';
import { type KnownReach, monitorSubject, reachAddress } from './findings/subject.ts';
import { networkMessage } from './findings/who-can.ts';
import type { Rule } from './rule.ts';

export const monitorOnNetwork: Rule = {
  id: 'monitor-on-network',
  severity: 'error',
  rating: 9.8,
  summary: 'A monitor listens where other machines can connect.',
  *check(machine) {
    for (const { monitor, reach } of reachableMonitors(machine)) {
      if (reach.who !== 'network') continue;
      const { protection } = reach;
      if (protection.kind !== 'none' && protection.kind !== 'unknown') continue;
      const message = messageOf(machine, monitor, reach);
      yield monitorFinding(machine, monitor, reach, message);
    }
  },
};

function messageOf(
  machine: Machine,
  monitor: Monitor,
  reach: Extract<KnownReach, { who: 'network' }>,
): string {
  if (monitor.made === 'hidden') {
    return l10n.t(
      'mux=on adds an HMP monitor to this guest port, open to the network ({0})',
      reachAddress(reach),
    );
  }
  return networkMessage(machine, monitorSubject(monitor, reach), reach);
}
