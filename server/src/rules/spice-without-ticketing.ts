/** A SPICE display without authentication. */
import { openDisplays } from './findings/display-finding.ts';
import { MILDER_HERE } from './findings/neighbour-finding.ts';
import type { Rule } from './rule.ts';

export const spiceWithoutTicketing: Rule = {
  id: 'spice-without-ticketing',
  severity: 'warning',
  rating: 7.5,
  milder: MILDER_HERE,
  neighbour: true,
  summary: 'A SPICE display listens on a TCP port with its tickets disabled.',
  check(machine) {
    return openDisplays(machine, 'spice');
  },
};
