/** A monitor that listens where other machines can connect, without TLS. */
import { addressWords } from './common-finding.ts';
import { monitorFinding, monitorName, portWords, reachableMonitors } from './monitor-finding.ts';
import type { Rule } from './rule.ts';

export const monitorOnNetwork: Rule = {
  id: 'monitor-on-network',
  severity: 'error',
  summary: 'A monitor listens where other machines can connect.',
  *check(machine) {
    for (const { monitor, reach } of reachableMonitors(machine)) {
      if (reach.who !== 'network') continue;
      const { protection } = reach;
      if (protection.kind !== 'none' && protection.kind !== 'unknown') continue;
      const where = addressWords(reach.address, reach.host.text);
      const what = `${monitorName(monitor)} listens ${where} (${portWords(reach)})`;
      const message = `${what} without authentication or encryption; use a UNIX socket`;
      yield monitorFinding(machine, monitor, reach, message);
    }
  },
};
