/** A TLS monitor that asks no client who it is. */
import { credentialsAt } from '../qemu/reach/reach.ts';
import { monitorFinding, monitorName, portWords, reachableMonitors } from './monitor-finding.ts';
import type { Rule } from './rule.ts';

export const monitorTlsUnauthenticated: Rule = {
  id: 'monitor-tls-unauthenticated',
  severity: 'error',
  summary: 'A monitor over TLS admits any client, since its credentials verify nobody.',
  *check(machine) {
    for (const { monitor, reach } of reachableMonitors(machine)) {
      if (reach.who !== 'network' && reach.who !== 'host') continue;
      const { protection } = reach;
      if (protection.kind !== 'unauthenticated') continue;
      const why =
        protection.reason === 'anonymous' ? 'its credentials are anonymous' : 'verify-peer is off';
      const ignored = protection.ignoresAuthz ? ' and tls-authz is never consulted' : '';
      const advice = 'use x509 credentials with verify-peer=on and tls-authz, or a UNIX socket';
      const what = `${monitorName(monitor)} over TLS (${portWords(reach)}) admits any client`;
      const message = `${what}, because ${why}${ignored}; ${advice}`;
      const at = credentialsAt(reach.chardev) ?? reach.at;
      yield monitorFinding(machine, monitor, { ...reach, at }, message);
    }
  },
};
