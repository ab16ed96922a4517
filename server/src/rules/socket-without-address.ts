/** A monitor's socket without an address: since QEMU 7.0 it silently does not listen. */
import * as l10n from '@vscode/l10n';
import { switchToUnix } from '../qemu/change/unix-switch.ts';
import type { Chardev } from '../qemu/chardev/chardev.ts';
import { leafChardevs } from '../qemu/machine/machine.ts';
import { knownValue } from '../qemu/options/fact.ts';
import { findProperty } from '../qemu/options/keyval.ts';
import { type Place, placeOf } from '../qemu/options/place.ts';
import { originPlace } from '../qemu/reach/reach.ts';
import { reviewFix } from './findings/common-finding.ts';
import { usesOf } from './findings/refusal-finding.ts';
import { monitorName } from './findings/subject.ts';
import type { Rule } from './rule.ts';

export const socketWithoutAddress: Rule = {
  id: 'socket-without-address',
  severity: 'information',
  summary: "A monitor's socket has no host, path or descriptor, so nobody can connect.",
  *check(machine) {
    for (const monitor of machine.monitors) {
      const leaves = monitor.chardev ? leafChardevs(machine.chardevs, monitor.chardev) : [];
      for (const chardev of leaves) {
        const place = unaddressedPlace(chardev);
        if (place === undefined) continue;
        const changes = switchToUnix(chardev, monitor.mode);
        const port = chardev.backend.kind === 'socket' && chardev.backend.port.kind !== 'absent';
        const title = l10n.t('Listen on a UNIX socket');
        const risk = l10n.t('A monitor that nobody could reach can then be reached');
        yield {
          at: place.at,
          message: messageOf(monitorName(monitor), port),
          related: [
            { at: monitor.at, message: l10n.t('The monitor is made here') },
            ...usesOf(place, machine),
          ],
          certainty: 'certain',
          fixes: () => reviewFix({ id: 'listen-on-unix', title, risk }, changes),
        };
      }
    }
  },
};

function messageOf(name: string, hasPort: boolean): string {
  return hasPort
    ? l10n.t('Nobody can connect: without a host, QEMU ignores the port of this {0}', name)
    : l10n.t('Nobody can connect: this {0} has no host, path or fd', name);
}

/** The place of the port that a socket ignores, or else of the whole socket. Undefined for sockets with an address. */
function unaddressedPlace(chardev: Chardev): Place | undefined {
  const { backend, openEnded, properties } = chardev;
  if (backend.kind !== 'socket' || openEnded) return undefined;
  const { host, path, fd, server } = backend;
  if ([host, path, fd].some(({ kind }) => kind !== 'absent')) return undefined;
  if (knownValue(server) !== true) return undefined;
  const port = findProperty(properties, 'port');
  return port && port.value.decoded !== '' ? placeOf(port.value) : originPlace(chardev);
}
