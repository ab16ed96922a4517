/** A monitor that takes commands from datagrams. */
import { monitorFinding, monitorName, portWords, reachableMonitors } from './monitor-finding.ts';
import type { Rule } from './rule.ts';

export const monitorOverUdp: Rule = {
  id: 'monitor-over-udp',
  severity: 'error',
  milder: {
    severities: ['warning'],
    when: 'By default an error, and a warning where the peer is this machine.',
  },
  summary: 'A monitor takes commands from UDP datagrams, whose sender can be forged.',
  *check(machine) {
    for (const { monitor, reach } of reachableMonitors(machine)) {
      if (reach.who !== 'datagrams') continue;
      const what = `${monitorName(monitor)} takes commands from datagrams (${portWords(reach)})`;
      const who = reach.local
        ? 'any local user can forge the sender'
        : 'anyone on the network can forge the sender';
      const finding = monitorFinding(machine, monitor, reach, `${what}: ${who}; use a UNIX socket`);
      yield reach.local ? { ...finding, severity: 'warning' } : finding;
    }
  },
};
