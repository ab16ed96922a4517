/** A TLS monitor that does not authenticate clients. */
import * as l10n from '@vscode/l10n';
import { credentialsAt } from '../qemu/reach/reach.ts';
import { monitorFinding, reachableMonitors } from './findings/monitor-finding.ts';
import { monitorSubject } from './findings/subject.ts';
import type { Rule } from './rule.ts';

export const monitorTlsUnauthenticated: Rule = {
  id: 'monitor-tls-unauthenticated',
  severity: 'error',
  rating: 9.1,
  summary: 'A monitor over TLS admits any client, since its credentials verify nobody.',
  *check(machine) {
    for (const { monitor, reach } of reachableMonitors(machine)) {
      if (reach.who !== 'network' && reach.who !== 'host') continue;
      const { protection } = reach;
      if (protection.kind !== 'unauthenticated') continue;
      const isAnonymous = protection.reason === 'anonymous';
      const words = isAnonymous ? anonymousWords : unverifiedWords;
      const message = words(monitorSubject(monitor, reach), protection.ignoresAuthz);
      const at = credentialsAt(reach.chardev) ?? reach.at;
      yield monitorFinding(machine, monitor, { ...reach, at }, message);
    }
  },
};

function anonymousWords(subject: string, ignoresAuthz: boolean): string {
  return ignoresAuthz
    ? l10n.t('{0}: anonymous TLS lets anyone control QEMU and ignores tls-authz', subject)
    : l10n.t('{0}: anonymous TLS lets anyone control QEMU', subject);
}

function unverifiedWords(subject: string, ignoresAuthz: boolean): string {
  return ignoresAuthz
    ? l10n.t('{0}: verify-peer=off lets anyone control QEMU and ignores tls-authz', subject)
    : l10n.t('{0}: verify-peer=off lets anyone control QEMU', subject);
}
