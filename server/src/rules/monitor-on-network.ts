/** A monitor that listens where other machines can connect, without TLS. */
import * as l10n from '@vscode/l10n';
import { written } from '../text/mapped-text.ts';
import {
  type KnownReach,
  monitorFinding,
  monitorName,
  portWords,
  reachableMonitors,
} from './monitor-finding.ts';
import type { Rule } from './rule.ts';

export const monitorOnNetwork: Rule = {
  id: 'monitor-on-network',
  severity: 'error',
  summary: 'A monitor listens where other machines can connect.',
  *check(machine) {
    for (const { monitor, reach } of reachableMonitors(machine)) {
      if (reach.who !== 'network') continue;
      const { protection } = reach;
      if (protection.kind !== 'none' && protection.kind !== 'unknown') continue;
      const message = messageOf(monitorName(monitor), reach);
      yield monitorFinding(machine, monitor, reach, message);
    }
  },
};

function messageOf(name: string, reach: Extract<KnownReach, { who: 'network' }>): string {
  switch (reach.address) {
    case 'any':
      return l10n.t(
        '{0} listens on every network interface ({1}) without authentication or encryption; use a UNIX socket',
        name,
        portWords(reach),
      );
    case 'one':
      return l10n.t(
        '{0} listens on the network at {1} ({2}) without authentication or encryption; use a UNIX socket',
        name,
        written(reach.host),
        portWords(reach),
      );
    case 'unknown':
      return l10n.t(
        '{0} listens on an address that this file does not fix ({1}) without authentication or encryption; use a UNIX socket',
        name,
        portWords(reach),
      );
  }
}
