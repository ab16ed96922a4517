/** A monitor whose QEMU connects to a peer. */
import * as l10n from '@vscode/l10n';
import { hostSentence } from '../qemu/reach/host-sentence.ts';
import { monitorFinding, reachableMonitors } from './findings/monitor-finding.ts';
import { monitorSubject } from './findings/subject.ts';
import type { Rule } from './rule.ts';

export const monitorConnectsOut: Rule = {
  id: 'monitor-connects-out',
  severity: 'warning',
  rating: 6.5,
  summary: 'QEMU connects a monitor to a TCP port, and the host that answers controls it.',
  *check(machine) {
    for (const { monitor, reach } of reachableMonitors(machine)) {
      if (reach.who !== 'peer') continue;
      const subject = monitorSubject(monitor, reach);
      const message = reach.local
        ? hostSentence(
            machine,
            '{0}: any local user who listens there first can control QEMU',
            subject,
          )
        : l10n.t('{0} without verified TLS: any host that answers can control QEMU', subject);
      yield monitorFinding(machine, monitor, reach, message);
    }
  },
};
