/** Monitor options with a value that QEMU accepts, unlike usage texts and other programs' options. */

import type { Word } from '../../invocation.ts';
import { GUEST_OPTIONS, MONITOR_AND_CHARDEV_OPTIONS } from '../../monitor-options.ts';

const TELLING = new Set(MONITOR_AND_CHARDEV_OPTIONS.map((name) => `-${name}`));
/** Have a monitor if their value begins with `mon:`. */
const GUESTS = new Set(GUEST_OPTIONS.map((name) => `-${name}`));

/** A value that QEMU accepts, or that is typed (a cursor mark). */
const DEVICE =
  /^(?:tcp|telnet|websocket|udp|unix|stdio|pty|null|none|vc|file|pipe|mon|chardev|socket|con|msmouse|\/dev\/|ringbuf|memory|braille|tn3270|spice|fd|mux|hub|serial|parallel|id=|qmp|compat_monitor|[a-z]{0,10}[\ue000-\uf8ff])/;

/** An address that no other program takes. */
const ADDRESS =
  /^(?:(?:tcp|telnet|tn3270|udp|websocket|unix):|(?:socket|udp),|[a-z]{0,10}[\ue000-\uf8ff])/;
/** A server; a client would connect. */
const OPENED = /^(?:udp[:,])|,server\b|[\ue000-\uf8ff]/;

/** Whether words have an option with a valid value. */
export function speakOfMonitors(words: readonly Word[]): boolean {
  return words.some(({ value: { decoded } }, index) => {
    if (!decoded.startsWith('-')) return false;
    const option = decoded.replace(/^--/, '-');
    const value = words[index + 1]?.value.decoded ?? '';
    return TELLING.has(option)
      ? DEVICE.test(value)
      : GUESTS.has(option) && value.startsWith('mon:');
  });
}

/** A cheap test without splitting. */
export function mayNameMonitors(text: string): boolean {
  return /-(?:mon|qmp|chardev)|mon:/.test(text);
}

/** Whether words have an option with an address. */
export function openMonitors(words: readonly Word[], areQemus = false): boolean {
  return words.some(({ value: { decoded } }, index) => {
    if (!TELLING.has(decoded)) return false;
    const value = words[index + 1]?.value.decoded ?? '';
    // Clients take addresses, too: `-qmp tcp:…` connects unless it has `server`.
    return ADDRESS.test(value) && (areQemus || decoded !== '-qmp' || OPENED.test(value));
  });
}

/** Whether a word is an option for monitors. */
export function isMonitorOption(text: string): boolean {
  return TELLING.has(text);
}
