/** A migration's destination that takes a guest from anybody. */
import * as l10n from '@vscode/l10n';
import { MILDER_HERE, openEndpoints } from './neighbour-finding.ts';
import type { Rule } from './rule.ts';

export const migrationExposed: Rule = {
  id: 'migration-exposed',
  severity: 'warning',
  milder: MILDER_HERE,
  neighbour: true,
  summary: 'QEMU waits on a TCP port for a migration and takes the state of a machine from anyone.',
  check(machine) {
    // It only ever listens.
    return openEndpoints(machine, 'migration', (_who, where) =>
      l10n.t(
        'Incoming migration listens {0} without authentication, and whoever connects supplies the memory and devices of the guest',
        where,
      ),
    );
  },
};
