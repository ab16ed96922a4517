/** A monitor whose QEMU connects to somebody instead of listening. */
import { monitorFinding, monitorName, portWords, reachableMonitors } from './monitor-finding.ts';
import type { Rule } from './rule.ts';

export const monitorConnectsOut: Rule = {
  id: 'monitor-connects-out',
  severity: 'warning',
  summary: 'QEMU connects a monitor to a TCP port, and whoever answers there controls it.',
  *check(machine) {
    for (const { monitor, reach } of reachableMonitors(machine)) {
      if (reach.who !== 'peer') continue;
      const peer = reach.local
        ? 'any local user who listens there first controls QEMU'
        : 'whoever answers there controls QEMU';
      const what = `${monitorName(monitor)} connects out without verified TLS (${portWords(reach)})`;
      yield monitorFinding(machine, monitor, reach, `${what}: ${peer}; use a UNIX socket`);
    }
  },
};
