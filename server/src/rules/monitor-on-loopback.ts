/** A monitor on a TCP port of this machine, without TLS. */
import * as l10n from '@vscode/l10n';
import { monitorFinding, monitorName, portWords, reachableMonitors } from './monitor-finding.ts';
import type { Rule } from './rule.ts';

export const monitorOnLoopback: Rule = {
  id: 'monitor-on-loopback',
  severity: 'warning',
  summary: 'A monitor listens on a loopback port that every local user and web page can reach.',
  *check(machine) {
    for (const { monitor, reach } of reachableMonitors(machine)) {
      if (reach.who !== 'host') continue;
      if (reach.protection.kind !== 'none' && reach.protection.kind !== 'unknown') continue;
      const message = l10n.t(
        '{0} listens on loopback ({1}), where every local user and web page can reach it; use a UNIX socket',
        monitorName(monitor),
        portWords(reach),
      );
      yield monitorFinding(machine, monitor, reach, message);
    }
  },
};
