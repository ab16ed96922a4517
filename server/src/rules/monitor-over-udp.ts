/** A monitor that takes commands from datagrams. */

import { monitorFinding, reachableMonitors } from './findings/monitor-finding.ts';
import { monitorSubject } from './findings/subject.ts';
import { datagramMessage } from './findings/who-can.ts';
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
      const message = datagramMessage(machine, monitorSubject(monitor, reach), reach);
      const finding = monitorFinding(machine, monitor, reach, message);
      yield reach.local ? { ...finding, severity: 'warning' } : finding;
    }
  },
};
