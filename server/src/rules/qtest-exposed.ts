/** The qtest server on the network. */
import { MILDER_HERE, openEndpoints } from './neighbour-finding.ts';
import type { Rule } from './rule.ts';

export const qtestExposed: Rule = {
  id: 'qtest-exposed',
  severity: 'warning',
  milder: MILDER_HERE,
  neighbour: true,
  summary: "The qtest server, which controls the guest's memory and devices, uses a TCP port.",
  check(machine) {
    const power = "reads and writes the guest's memory and devices";
    return openEndpoints(machine, 'qtest', 'qtest server', power);
  },
};
