/** A monitor on an abstract socket, which has no permissions. */
import * as l10n from '@vscode/l10n';
import { abstractPlace, leaveAbstract } from '../qemu/change/unix-switch.ts';
import { hostSentence } from '../qemu/reach/host-sentence.ts';
import { reviewFix } from './findings/common-finding.ts';
import { monitorFinding, monitorReaches } from './findings/monitor-finding.ts';
import { monitorLabel } from './findings/subject.ts';
import type { Rule } from './rule.ts';

export const monitorOnAbstractSocket: Rule = {
  id: 'monitor-on-abstract-socket',
  severity: 'warning',
  rating: 6.8,
  summary: 'A monitor listens on an abstract socket, which has no permissions.',
  *check(machine) {
    for (const { monitor, reach } of monitorReaches(machine)) {
      if (reach.who !== 'abstract') continue;
      const message = hostSentence(
        machine,
        '{0} on an abstract socket: any local user can control QEMU',
        monitorLabel(monitor),
      );
      const title = l10n.t('Give the socket a path');
      const risk = l10n.t('Clients of the abstract name must use the path');
      const place = abstractPlace(reach.chardev) ?? reach;
      const changes = leaveAbstract(reach.chardev, monitor.mode);
      const relocatesSocket = { kind: 'abstract', name: reach.path } as const;
      const fixes = () =>
        reviewFix({ id: 'replace-abstract', title, risk, relocatesSocket }, changes);
      yield monitorFinding(machine, monitor, { ...reach, ...place }, message, fixes);
    }
  },
};
