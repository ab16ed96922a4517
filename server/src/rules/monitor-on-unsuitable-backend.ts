/** A monitor on a chardev that is no socket: a pty, a serial device, a file … */
import * as l10n from '@vscode/l10n';
import { deviceToUnix } from '../qemu/change/device-switch.ts';
import { type UnsuitableBackend, unsuitableBackend } from '../qemu/reach/unsuitable-backend.ts';
import { reviewFix } from './common-finding.ts';
import { monitorFinding, monitorName, monitorReaches } from './monitor-finding.ts';
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
      const moves = kind === 'pty' || kind === 'linked-pty' || kind === 'cable';
      const changes = moves ? deviceToUnix(reach.chardev, monitor.mode) : undefined;
      const message = messageOf(monitorName(monitor), kind, reach.name);
      const title = l10n.t('Switch to a UNIX socket');
      const risk = l10n.t('Who opens the device must connect to the socket');
      yield {
        ...monitorFinding(machine, monitor, reach, message),
        fixes: () => reviewFix({ id: 'switch-to-unix', title, risk }, changes),
      };
    }
  },
};

function messageOf(name: string, kind: UnsuitableBackend, backend: string): string {
  switch (kind) {
    case 'pty':
      return l10n.t(
        "{0} is on a pty that only QEMU's user may open, under a name that changes with every start; use a UNIX socket",
        name,
      );
    case 'linked-pty':
      return l10n.t("{0} is on a pty that only QEMU's user may open; use a UNIX socket", name);
    case 'cable':
      return l10n.t(
        '{0} is on a serial or parallel port, and whoever holds the cable holds the monitor; use a UNIX socket',
        name,
      );
    case 'read-file':
      return l10n.t(
        '{0} takes its commands from a file, and whoever may write that commands QEMU; use a UNIX socket',
        name,
      );
    case 'written-file':
      return l10n.t('{0} writes into a file and hears nobody; use a UNIX socket', name);
    case 'other':
      return l10n.t(
        '{0} is on {1}, which is made for something else; use a UNIX socket',
        name,
        backend,
      );
  }
}
