/** The qtest server on the network. */
import { openEndpoints } from './neighbour-finding.ts';
import type { Rule } from './rule.ts';

export const qtestExposed: Rule = {
  id: 'qtest-exposed',
  severity: 'warning',
  milder: {
    severities: ['information'],
    when: 'By default a warning where other machines can connect, and information on this machine.',
  },
  neighbour: true,
  summary: "The qtest server, which controls the guest's memory and devices, uses a TCP port.",
  check(machine) {
    const power = "reads and writes the guest's memory and devices";
    return openEndpoints(machine, 'qtest', 'qtest server', power);
  },
};
