/** A monitor's UNIX socket that the script opens to other users. */
import * as l10n from '@vscode/l10n';
import { replace, text } from '../qemu/change/change.ts';
import type { Machine } from '../qemu/machine/machine.ts';
import { findOpenings, type Opening } from '../qemu/machine/permissions.ts';
import { placeOf } from '../qemu/options/place.ts';
import { hostSentence } from '../qemu/reach/host-sentence.ts';
import { reviewFix, waysTo } from './findings/common-finding.ts';
import { modeLabel } from './findings/subject.ts';
import type { Rule } from './rule.ts';

export const monitorSocketOpenToOthers: Rule = {
  id: 'monitor-socket-open-to-others',
  severity: 'warning',
  rating: 6.8,
  summary: "A script's umask, chmod or mkdir lets other users open a monitor's socket.",
  *check(machine) {
    for (const monitor of machine.monitors) {
      for (const opening of findOpenings(machine, monitor)) {
        const place = placeOf(opening.mode);
        const changes = [replace(opening.mode, [text(opening.closed)])];
        const title = l10n.t('Change it to {0}', opening.closed);
        const risk = l10n.t(
          'Users who were meant to connect are locked out; a umask also affects every later command',
        );
        const places = [
          { at: placeOf(opening.path).at, message: l10n.t('The socket is named here') },
          { at: monitor.at, message: l10n.t('The monitor is made here') },
        ];
        yield {
          at: place.at,
          message: messageOf(machine, modeLabel(monitor.mode), opening),
          related: waysTo(place, places, machine, l10n.t('The mode is used here')),
          certainty: 'certain',
          fixes: () =>
            reviewFix({ id: 'close-permissions', variant: opening.closed, title, risk }, changes),
        };
      }
    }
  },
};

function messageOf(machine: Machine, name: string, { mode, what }: Opening): string {
  return {
    umask: () =>
      hostSentence(
        machine,
        '{0} socket opened by umask {1}: any local user can control QEMU',
        name,
        mode.decoded,
      ),
    socket: () =>
      hostSentence(
        machine,
        '{0} socket opened by mode {1}: any local user can control QEMU',
        name,
        mode.decoded,
      ),
    directory: () =>
      hostSentence(
        machine,
        '{0} socket in a directory opened by mode {1}: any local user can replace it',
        name,
        mode.decoded,
      ),
  }[what]();
}
