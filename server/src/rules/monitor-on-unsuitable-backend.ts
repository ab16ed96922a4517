/** A monitor on a pty, a serial device, a file … */
import * as l10n from '@vscode/l10n';
import { deviceToUnix } from '../qemu/change/unix-switch.ts';
import { type UnsuitableBackend, unsuitableBackend } from '../qemu/reach/unsuitable-backend.ts';
import { reviewFix } from './findings/common-finding.ts';
import { monitorFinding, monitorReaches } from './findings/monitor-finding.ts';
import { monitorLabel } from './findings/subject.ts';
import type { Rule } from './rule.ts';

export const monitorOnUnsuitableBackend: Rule = {
  id: 'monitor-on-unsuitable-backend',
  severity: 'information',
  summary: 'A monitor is on a device or file that was made for something else.',
  *check(machine) {
    for (const { monitor, reach } of monitorReaches(machine)) {
      if (reach.who !== 'device') continue;
      const kind = unsuitableBackend(reach.chardev);
      if (kind === undefined) continue;
      // `screen` and `cu` open ptys, not sockets.
      const changes =
        kind === 'cable' ? deviceToUnix(machine, reach.chardev, monitor.mode) : undefined;
      const message = messageOf(monitorLabel(monitor), kind, reach.name);
      const title = l10n.t('Switch to a UNIX socket');
      const risk = l10n.t('Programs that open the device must connect to the socket');
      const fixes = () => reviewFix({ id: 'switch-to-unix', title, risk }, changes);
      yield monitorFinding(machine, monitor, reach, message, fixes);
    }
  },
};

function messageOf(name: string, kind: UnsuitableBackend, backend: string): string {
  return {
    pty: () =>
      l10n.t(
        '{0} on a pty that changes at every start: only the user who runs QEMU can open it',
        name,
      ),
    'linked-pty': () => l10n.t('{0} on a pty: only the user who runs QEMU can open it', name),
    cable: () =>
      l10n.t('{0} on a serial or parallel port: anyone at the other end can control QEMU', name),
    'read-file': () =>
      l10n.t('{0} reads commands from a file: anyone who can write it can control QEMU', name),
    'written-file': () => l10n.t('{0} writes to a file and reads nothing, so it is useless', name),
    other: () => l10n.t('{0} on {1}, which is made for something else', name, backend),
  }[kind]();
}
