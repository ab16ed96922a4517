/** A monitor's socket that shares its path with another socket. */
import * as l10n from '@vscode/l10n';
import { placeOf } from '../qemu/options/place.ts';
import { separatePaths, sharedPaths } from '../qemu/reach/shared-path.ts';
import { reviewFix } from './findings/common-finding.ts';
import { usesOf } from './findings/refusal-finding.ts';
import type { Rule } from './rule.ts';

export const socketPathShared: Rule = {
  id: 'socket-path-shared',
  severity: 'warning',
  summary: "Two sockets of one QEMU, one of them a monitor's, listen on the same path.",
  *check(machine) {
    for (const pair of sharedPaths(machine)) {
      const { first, second } = pair;
      const place = placeOf(second.path);
      const title = l10n.t('Give it its own path');
      const risk = l10n.t('Clients of the second socket must use its new path');
      yield {
        at: place.at,
        message: l10n.t('Two sockets use this path, so only the last one works'),
        related: [
          { at: placeOf(first.path).at, message: l10n.t('The other socket is here') },
          ...usesOf(place, machine),
        ],
        certainty: 'certain',
        fixes: () => reviewFix({ id: 'own-path', title, risk }, separatePaths(pair)),
      };
    }
  },
};
