/** An HMP monitor created implicitly by `mux=on`, if nothing worse is reported. */
import * as l10n from '@vscode/l10n';
import type { Chardev } from '../qemu/chardev/chardev.ts';
import { findProperty } from '../qemu/options/keyval.ts';
import { type Place, placeOf } from '../qemu/options/place.ts';
import { slice } from '../text/mapped-text.ts';
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
      // Reported with the more open reach.
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

/** A `mux` adds a monitor in a device string (`qemu_chr_new_permit_mux_mon`), not in `-chardev`. */
function muxPlace(chardev: Chardev): Place | undefined {
  const origin = findProperty(chardev.properties, 'mux')?.origin;
  return origin?.kind === 'item'
    ? placeOf(slice(origin.list, origin.start, origin.end))
    : undefined;
}
