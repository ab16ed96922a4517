/** An HMP monitor that `mux=on` makes without saying so, where nothing worse is said of it. */
import * as l10n from '@vscode/l10n';
import { muxPlace } from '../qemu/reach/hidden-mux.ts';
import { monitorReaches, muxFix } from './findings/monitor-finding.ts';
import { usesOf } from './findings/refusal-finding.ts';
import type { Rule } from './rule.ts';

export const monitorHiddenByMux: Rule = {
  id: 'monitor-hidden-by-mux',
  severity: 'information',
  summary: "mux=on in the device string of a guest's device makes an HMP monitor.",
  *check(machine) {
    for (const { monitor, reach } of monitorReaches(machine)) {
      if (monitor.made !== 'hidden') continue;
      // The finding about anything more open names the monitor as this one does.
      if (reach.who !== 'user' && reach.who !== 'unknown') continue;
      const { chardev } = monitor;
      const place = chardev && muxPlace(chardev);
      if (place === undefined) continue;
      yield {
        at: place.at,
        message: l10n.t('mux=on adds an HMP monitor to this guest port: Ctrl-a c opens it'),
        related: [
          { at: monitor.at, message: l10n.t('The monitor is made here') },
          ...usesOf(place, machine),
        ],
        certainty: 'certain',
        fixes: () => muxFix(monitor),
      };
    }
  },
};
