/** Disks that qemu-storage-daemon exports to anybody. */
import { MILDER_HERE, openEndpoints } from './neighbour-finding.ts';
import type { Rule } from './rule.ts';

export const nbdExposed: Rule = {
  id: 'nbd-exposed',
  severity: 'warning',
  milder: MILDER_HERE,
  neighbour: true,
  summary: 'The NBD server of qemu-storage-daemon listens on a TCP port without verified TLS.',
  check(machine) {
    const power = 'has the exported disks';
    return openEndpoints(machine, 'nbd', 'NBD server', power);
  },
};
