/** A monitor that takes commands from datagrams. */
import * as l10n from '@vscode/l10n';
import { hostSentence } from '../qemu/reach/host-sentence.ts';
import {
  monitorFinding,
  monitorName,
  portWords,
  reachableMonitors,
} from './findings/monitor-finding.ts';
import type { Rule } from './rule.ts';

export const monitorOverUdp: Rule = {
  id: 'monitor-over-udp',
  severity: 'error',
  rating: 9.1,
  milder: {
    severities: ['warning'],
    when: 'By default an error, and a warning where the peer is this machine.',
  },
  summary: 'A monitor takes commands from UDP datagrams, whose sender can be forged.',
  *check(machine) {
    for (const { monitor, reach } of reachableMonitors(machine)) {
      if (reach.who !== 'datagrams') continue;
      const [name, port] = [monitorName(monitor), portWords(reach)];
      const message = reach.local
        ? hostSentence(
            machine,
            'Any user of this host can control QEMU with forged packets: {0} ({1})',
            name,
            port,
          )
        : l10n.t(
            'Anyone on the network can control QEMU with forged packets: {0} ({1})',
            name,
            port,
          );
      const finding = monitorFinding(machine, monitor, reach, message);
      yield reach.local ? { ...finding, severity: 'warning' } : finding;
    }
  },
};
