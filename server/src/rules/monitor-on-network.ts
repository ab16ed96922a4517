/** A monitor that listens for other machines without TLS. */
import * as l10n from '@vscode/l10n';
import type { Machine, Monitor } from '../qemu/machine/machine.ts';
import { hostSentence } from '../qemu/reach/host-sentence.ts';
import {
  type KnownReach,
  monitorFinding,
  monitorName,
  portWords,
  reachableMonitors,
  startsPrograms,
} from './findings/monitor-finding.ts';
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
  const name = monitorName(monitor);
  if (reach.address === 'unknown') {
    return startsPrograms(machine)
      ? hostSentence(
          machine,
          'Whoever reaches this address can run commands on this host through this {0}',
          name,
        )
      : l10n.t('Whoever reaches this address can control QEMU through this {0}', name);
  }
  const port = portWords(reach);
  if (monitor.made === 'hidden') {
    return l10n.t('mux=on adds an HMP monitor to this guest port, open to the network ({0})', port);
  }
  return startsPrograms(machine)
    ? hostSentence(
        machine,
        'Anyone on the network can run commands on this host through this {0} ({1})',
        name,
        port,
      )
    : l10n.t('Anyone on the network can control QEMU through this {0} ({1})', name, port);
}
