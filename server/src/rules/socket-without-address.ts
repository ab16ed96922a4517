/** A monitor's socket that listens nowhere. */

import { switchToUnix } from '../qemu/change/unix-switch.ts';
import { leafChardevs } from '../qemu/machine/machine.ts';
import { unaddressedPlace } from '../qemu/reach/unaddressed.ts';
import { reviewFix } from './common-finding.ts';
import { monitorName } from './monitor-finding.ts';
import { usesOf } from './refusal-finding.ts';
import type { Rule } from './rule.ts';

const RISK = 'A monitor can be reached that nobody could reach before';

export const socketWithoutAddress: Rule = {
  id: 'socket-without-address',
  severity: 'information',
  summary: "A monitor's socket has no host, path or descriptor, so nobody can connect.",
  *check(machine) {
    for (const monitor of machine.monitors) {
      const leaves = monitor.chardev ? leafChardevs(machine.chardevs, monitor.chardev) : [];
      for (const chardev of leaves) {
        const place = unaddressedPlace(chardev);
        if (place === undefined) continue;
        const changes = switchToUnix(chardev, monitor.mode);
        const port = chardev.backend.kind === 'socket' && chardev.backend.port.kind !== 'absent';
        const what = `${monitorName(monitor)} listens nowhere: its socket has no host, path or fd`;
        const ignored = port ? ', and without a host QEMU ignores the port' : '';
        yield {
          at: place.at,
          message: `${what}${ignored}; use a UNIX socket`,
          related: [
            { at: monitor.at, message: 'The monitor is made here' },
            ...usesOf(place, machine),
          ],
          certainty: 'certain',
          fixes: reviewFix({ title: 'Listen on a UNIX socket', risk: RISK }, changes),
        };
      }
    }
  },
};
