/** A TLS monitor that admits every client with a certificate or key. */
import * as l10n from '@vscode/l10n';
import type { Protection } from '../qemu/object/protection.ts';
import { credentialsAt } from '../qemu/reach/reach.ts';
import { monitorFinding, reachableMonitors } from './findings/monitor-finding.ts';
import { monitorSubject } from './findings/subject.ts';
import type { Rule } from './rule.ts';

export const monitorTlsWithoutAuthorization: Rule = {
  id: 'monitor-tls-without-authorization',
  severity: 'warning',
  rating: 7.1,
  summary: 'A monitor over TLS admits every client with a certificate or key, without a policy.',
  *check(machine) {
    for (const { monitor, reach } of reachableMonitors(machine)) {
      if (reach.who !== 'network' && reach.who !== 'host') continue;
      if (reach.protection.kind !== 'authenticated') continue;
      const { reason } = reach.protection;
      const message = messageOf(reason, monitorSubject(monitor, reach));
      const at = credentialsAt(reach.chardev) ?? reach.at;
      const finding = monitorFinding(machine, monitor, { ...reach, at }, message);
      const fixes = () =>
        finding.fixes().map((fix) => {
          return fix.releasesAddress === undefined ? fix : { ...fix, preferred: false };
        });
      yield { ...finding, fixes };
    }
  },
};

type Lack = Extract<Protection, { kind: 'authenticated' }>['reason'];

function messageOf(reason: Lack, subject: string): string {
  return {
    'no-authz': () =>
      l10n.t('{0}: anyone with a certificate can control QEMU (no tls-authz)', subject),
    'permissive-authz': () =>
      l10n.t('{0}: anyone with a certificate can control QEMU (tls-authz allows all)', subject),
    'pre-shared-key': () =>
      l10n.t('{0}: anyone with a TLS key can control QEMU, whatever tls-authz says', subject),
  }[reason]();
}
