/** A monitor on a socket of Linux's abstract namespace, where no file says who may connect. */
import { abstractPlace, leaveAbstract } from '../qemu/change/unix-switch.ts';
import { reviewFix } from './common-finding.ts';
import { monitorFinding, monitorName, monitorReaches } from './monitor-finding.ts';
import type { Rule } from './rule.ts';

/** What has to move with the socket. */
const FOLLOW = 'Who connects to the abstract name must use the path';

export const monitorOnAbstractSocket: Rule = {
  id: 'monitor-on-abstract-socket',
  severity: 'warning',
  summary: 'A monitor listens on an abstract socket, which has no permissions.',
  *check(machine) {
    for (const { monitor, reach } of monitorReaches(machine)) {
      if (reach.who !== 'abstract') continue;
      const who = 'which has no permissions: every local process can connect';
      const message = `${monitorName(monitor)} listens on an abstract socket, ${who}; give it a path`;
      const place = abstractPlace(reach.chardev) ?? reach;
      const changes = leaveAbstract(reach.chardev, monitor.mode);
      const vacates = { kind: 'abstract', name: reach.path } as const;
      yield {
        ...monitorFinding(machine, monitor, { ...reach, ...place }, message),
        fixes: reviewFix({ title: 'Give the socket a path', risk: FOLLOW, vacates }, changes),
      };
    }
  },
};
