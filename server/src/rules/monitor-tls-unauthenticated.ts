/** A TLS monitor that asks no client who it is. */
import * as l10n from '@vscode/l10n';
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
      const isAnonymous = protection.reason === 'anonymous';
      const words = isAnonymous ? anonymousWords : unverifiedWords;
      const message = words(monitorName(monitor), portWords(reach), protection.ignoresAuthz);
      const at = credentialsAt(reach.chardev) ?? reach.at;
      yield monitorFinding(machine, monitor, { ...reach, at }, message);
    }
  },
};

function anonymousWords(name: string, port: string, ignoresAuthz: boolean): string {
  return ignoresAuthz
    ? l10n.t(
        '{0} over TLS ({1}) admits any client, because its credentials are anonymous and tls-authz is never consulted; use x509 credentials with verify-peer=on and tls-authz, or a UNIX socket',
        name,
        port,
      )
    : l10n.t(
        '{0} over TLS ({1}) admits any client, because its credentials are anonymous; use x509 credentials with verify-peer=on and tls-authz, or a UNIX socket',
        name,
        port,
      );
}

function unverifiedWords(name: string, port: string, ignoresAuthz: boolean): string {
  return ignoresAuthz
    ? l10n.t(
        '{0} over TLS ({1}) admits any client, because verify-peer is off and tls-authz is never consulted; use x509 credentials with verify-peer=on and tls-authz, or a UNIX socket',
        name,
        port,
      )
    : l10n.t(
        '{0} over TLS ({1}) admits any client, because verify-peer is off; use x509 credentials with verify-peer=on and tls-authz, or a UNIX socket',
        name,
        port,
      );
}
