/** A monitor on a chardev that is no socket: a pty, a serial device, a file … */
import { deviceToUnix } from '../qemu/change/device-switch.ts';
import { unsuitableBackend } from '../qemu/reach/unsuitable-backend.ts';
import { reviewFix } from './common-finding.ts';
import { monitorFinding, monitorName, monitorReaches } from './monitor-finding.ts';
import type { Rule } from './rule.ts';

/** What has to move with the monitor. */
const FOLLOW = 'Who opens the device must connect to the socket';

export const monitorOnUnsuitableBackend: Rule = {
  id: 'monitor-on-unsuitable-backend',
  severity: 'information',
  summary: 'A monitor is on a device or file that was made for something else.',
  *check(machine) {
    for (const { monitor, reach } of monitorReaches(machine)) {
      if (reach.who !== 'device') continue;
      const kind = unsuitableBackend(reach.chardev);
      if (kind === undefined) continue;
      const why = {
        pty: "is on a pty that only QEMU's user may open, under a name that changes with every start",
        'linked-pty': "is on a pty that only QEMU's user may open",
        cable: 'is on a serial or parallel port, and whoever holds the cable holds the monitor',
        'read-file': 'takes its commands from a file, and whoever may write that commands QEMU',
        'written-file': 'writes into a file and hears nobody',
        other: `is on ${reach.name}, which is made for something else`,
      }[kind];
      const moves = kind === 'pty' || kind === 'linked-pty' || kind === 'cable';
      const changes = moves ? deviceToUnix(reach.chardev, monitor.mode) : undefined;
      const message = `${monitorName(monitor)} ${why}; use a UNIX socket`;
      yield {
        ...monitorFinding(machine, monitor, reach, message),
        fixes: reviewFix({ title: 'Switch to a UNIX socket', risk: FOLLOW }, changes),
      };
    }
  },
};
