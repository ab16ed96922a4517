/** A monitor whose QEMU connects to a peer. */
import * as l10n from '@vscode/l10n';
import { hostSentence } from '../qemu/reach/host-sentence.ts';
import {
  monitorFinding,
  monitorName,
  portWords,
  reachableMonitors,
} from './findings/monitor-finding.ts';
import type { Rule } from './rule.ts';

export const monitorConnectsOut: Rule = {
  id: 'monitor-connects-out',
  severity: 'warning',
  rating: 6.5,
  summary: 'QEMU connects a monitor to a TCP port, and whoever answers there controls it.',
  *check(machine) {
    for (const { monitor, reach } of reachableMonitors(machine)) {
      if (reach.who !== 'peer') continue;
      const [name, port] = [monitorName(monitor), portWords(reach)];
      const message = reach.local
        ? hostSentence(
            machine,
            'Any user of this host can control QEMU by listening there first: {0} ({1})',
            name,
            port,
          )
        : l10n.t(
            'Whoever answers this connection can control QEMU: {0} ({1}) without verified TLS',
            name,
            port,
          );
      yield monitorFinding(machine, monitor, reach, message);
    }
  },
};
