/** A migration's destination that takes a guest from anybody. */
import { MILDER_HERE, openEndpoints } from './neighbour-finding.ts';
import type { Rule } from './rule.ts';

export const migrationExposed: Rule = {
  id: 'migration-exposed',
  severity: 'warning',
  milder: MILDER_HERE,
  neighbour: true,
  summary: 'QEMU waits on a TCP port for a migration and takes the state of a machine from anyone.',
  check(machine) {
    const power = 'supplies the memory and devices of the guest';
    return openEndpoints(machine, 'migration', 'Incoming migration', power);
  },
};
