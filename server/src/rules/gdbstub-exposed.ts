/** The gdb stub on the network: `-s`, `-gdb tcp::1234`. */
import { MILDER_HERE, openEndpoints } from './neighbour-finding.ts';
import type { Rule } from './rule.ts';

export const gdbstubExposed: Rule = {
  id: 'gdbstub-exposed',
  severity: 'warning',
  milder: MILDER_HERE,
  neighbour: true,
  summary: 'The gdb stub, which also runs monitor commands, listens on a TCP port.',
  check(machine) {
    const power = "reads and writes the guest's memory and runs monitor commands";
    return openEndpoints(machine, 'gdb', 'gdb stub', power);
  },
};
