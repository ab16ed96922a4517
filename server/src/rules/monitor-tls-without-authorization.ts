/** A TLS monitor that lets in everybody who has a certificate or key. */
import { credentialsAt } from '../qemu/reach/reach.ts';
import { monitorFinding, monitorName, portWords, reachableMonitors } from './monitor-finding.ts';
import type { Rule } from './rule.ts';

export const monitorTlsWithoutAuthorization: Rule = {
  id: 'monitor-tls-without-authorization',
  severity: 'warning',
  summary:
    'A monitor over TLS admits every client with a certificate or key, for want of a policy.',
  *check(machine) {
    for (const { monitor, reach } of reachableMonitors(machine)) {
      if (reach.who !== 'network' && reach.who !== 'host') continue;
      if (reach.protection.kind !== 'authenticated') continue;
      const advice = {
        'no-authz':
          'admits every client with a certificate; add tls-authz with an authorization object',
        'permissive-authz':
          'has an authorization list that allows everyone; list the clients it is for',
        'pre-shared-key':
          'admits every client with a key, and tls-authz has no effect on keys; use x509 credentials and tls-authz',
      }[reach.protection.reason];
      const message = `${monitorName(monitor)} over TLS (${portWords(reach)}) ${advice}`;
      const at = credentialsAt(reach.chardev) ?? reach.at;
      const finding = monitorFinding(machine, monitor, { ...reach, at }, message);
      // Leaving TLS is no step forward here: offered, but not the first choice.
      const fixes = finding.fixes.map((fix) => {
        return fix.leaves === undefined ? fix : { ...fix, preferred: false };
      });
      yield { ...finding, fixes };
    }
  },
};
