/**
 * Puts a monitor on a UNIX socket whose chardev is no socket: `pty`, a serial device, a file.
 * Why: docs/decisions/a-device-string-becomes-a-chardev-where-that-says-the-same.md
 */

import type { Chardev } from '../chardev/chardev.ts';
import type { MonitorMode } from '../machine/machine.ts';
import { type Change, replace, text } from './change.ts';

/** Properties that a socket takes as well. */
const KEPT = new Set(['id', 'mux', 'logfile', 'logappend']);

/**
 * The changes that make a listening UNIX socket of a device string (`pty` becomes
 * `unix:PATH,server=on,wait=off`) or of `-chardev pty,id=m`. Undefined where the chardev says more that
 * would have to go, for sections, and for a string inside another list.
 */
export function deviceToUnix(chardev: Chardev, mode: MonitorMode): readonly Change[] | undefined {
  const { origin, properties } = chardev;
  const path = { kind: 'socket-path', mode, port: undefined, inList: true } as const;
  const flags = [text(','), { kind: 'server-flags' } as const];
  if (origin.kind === 'legacy') {
    const { device, nested } = origin;
    // Its commas would have to be doubled there.
    if (nested) return undefined;
    return [replace(device, [text('unix:'), path, ...flags])];
  }
  if (origin.kind !== 'option') return undefined;
  const changes: Change[] = [];
  for (const { key, keyText, origin: place } of properties) {
    if (KEPT.has(key)) continue;
    if (place.kind !== 'item') return undefined;
    const { list, start, end } = place;
    if (key === 'path' && start > 0) {
      changes.push(replace(list, [], start - 1, end));
    } else if (key === 'backend' && keyText === undefined) {
      changes.push(replace(list, [text('socket,path='), path, ...flags], start, end));
    } else {
      return undefined;
    }
  }
  return changes;
}
