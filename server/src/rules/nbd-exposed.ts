/** Disks that qemu-storage-daemon exports to anybody. */
import * as l10n from '@vscode/l10n';
import { MILDER_HERE, openEndpoints } from './neighbour-finding.ts';
import type { Rule } from './rule.ts';

export const nbdExposed: Rule = {
  id: 'nbd-exposed',
  severity: 'warning',
  milder: MILDER_HERE,
  neighbour: true,
  summary: 'The NBD server of qemu-storage-daemon listens on a TCP port without verified TLS.',
  check(machine) {
    // It only ever listens.
    return openEndpoints(machine, 'nbd', (_who, where) =>
      l10n.t(
        'NBD server listens {0} without authentication, and whoever connects has the exported disks',
        where,
      ),
    );
  },
};
