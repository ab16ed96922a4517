/** A VNC display without authentication. */
import { openDisplays } from './findings/display-finding.ts';
import { MILDER_HERE } from './findings/neighbour-finding.ts';
import type { Rule } from './rule.ts';

export const vncWithoutAuthentication: Rule = {
  id: 'vnc-without-authentication',
  severity: 'warning',
  rating: 7.5,
  milder: MILDER_HERE,
  neighbour: true,
  summary: 'A VNC display listens on a TCP port and asks for neither password nor certificate.',
  check(machine) {
    return openDisplays(machine, 'vnc');
  },
};
