/**
 * Words that can only be QEMU's monitor options. Usage texts, patterns and other programs' options of the
 * same name have no value that QEMU accepts.
 */

import type { Word } from '../../invocation.ts';
import { MONITOR_AND_CHARDEV_OPTIONS } from '../../monitor-options.ts';

/** Options with a value that only QEMU has, and that concern monitors. */
const TELLING = new Set(MONITOR_AND_CHARDEV_OPTIONS.map((name) => `-${name}`));

/** The start of a value that QEMU accepts, or that is being typed (marked as a cursor). */
const DEVICE =
  /^(?:tcp|telnet|websocket|udp|unix|stdio|pty|null|none|vc|file|pipe|mon|chardev|socket|con|msmouse|\/dev\/|ringbuf|memory|braille|tn3270|spice|fd|mux|hub|serial|parallel|id=|qmp|compat_monitor|[a-z]{0,10}[\ue000-\uf8ff])/;

/** The start of a value with an address, or typed: no other program writes such addresses after such an option. */
const ADDRESS =
  /^(?:(?:tcp|telnet|tn3270|udp|websocket|unix):|(?:socket|udp),|[a-z]{0,10}[\ue000-\uf8ff])/;
/** Marks a socket that QEMU opens; a monitor client would connect to it. */
const OPENED = /^(?:udp[:,])|,server\b|[\ue000-\uf8ff]/;

/** Whether words include a QEMU monitor option with a valid value. */
export function speakOfMonitors(words: readonly Word[]): boolean {
  return words.some(({ value: { decoded } }, index) => {
    if (!decoded.startsWith('-') || !TELLING.has(decoded.replace(/^--/, '-'))) return false;
    return DEVICE.test(words[index + 1]?.value.decoded ?? '');
  });
}

/** Whether a text may contain such an option; does not split it. */
export function mayNameMonitors(text: string): boolean {
  return /-(?:mon|qmp|chardev)/.test(text);
}

/** Whether the arguments of a program include a monitor option with an address. */
export function openMonitors(words: readonly Word[]): boolean {
  return words.some(({ value: { decoded } }, index) => {
    if (!TELLING.has(decoded)) return false;
    const value = words[index + 1]?.value.decoded ?? '';
    // Programs that talk to QEMU also have `-qmp` with an address, and many have `--monitor`.
    return ADDRESS.test(value) && (decoded !== '-qmp' || OPENED.test(value));
  });
}

/** Whether a word is such an option. */
export function isMonitorOption(text: string): boolean {
  return TELLING.has(text);
}
