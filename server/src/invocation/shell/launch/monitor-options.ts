/**
 * Words that can only be QEMU's options for monitors. What speaks of them besides, such as usage texts and
 * patterns, and other programs' options of the same name, do not have a value behind them that QEMU takes.
 */

import type { Word } from '../../invocation.ts';
import { MONITOR_AND_CHARDEV_OPTIONS } from '../../monitor-options.ts';

/** Options with a value that only QEMU has, and that concern monitors. */
const TELLING = new Set(MONITOR_AND_CHARDEV_OPTIONS.map((name) => `-${name}`));

/** How a value of one of them begins that means anything to QEMU, or that is typed there: a cursor is marked so. */
const DEVICE =
  /^(?:tcp|telnet|websocket|udp|unix|stdio|pty|null|none|vc|file|pipe|mon|chardev|socket|con|msmouse|\/dev\/|ringbuf|memory|braille|tn3270|spice|fd|mux|hub|serial|parallel|id=|qmp|compat_monitor|[a-z]{0,10}[\ue000-\uf8ff])/;

/** How one begins that has an address: no other program writes addresses like this behind such an option. */
const ADDRESS = /^(?:(?:tcp|telnet|tn3270|udp|websocket|unix):|(?:socket|udp),)/;
/** What makes a socket one that QEMU opens, while a client of a monitor would connect to it. */
const OPENED = /^(?:udp[:,])|,server\b/;

/** Whether one of QEMU's options for monitors is among words, with a value that means something to it. */
export function speakOfMonitors(words: readonly Word[]): boolean {
  return words.some(({ value: { decoded } }, index) => {
    if (!decoded.startsWith('-') || !TELLING.has(decoded.replace(/^--/, '-'))) return false;
    return DEVICE.test(words[index + 1]?.value.decoded ?? '');
  });
}

/** Whether a text has one of these options somewhere, as far as it can be told without dividing it. */
export function mayNameMonitors(text: string): boolean {
  return /-(?:mon|qmp|chardev)/.test(text);
}

/** Whether an option for a monitor with an address is among words that some program is given. */
export function openMonitors(words: readonly Word[]): boolean {
  return words.some(({ value: { decoded } }, index) => {
    if (!TELLING.has(decoded)) return false;
    const value = words[index + 1]?.value.decoded ?? '';
    // Programs that talk to QEMU have a `-qmp` with an address too, and many programs a `--monitor`.
    return ADDRESS.test(value) && (decoded !== '-qmp' || OPENED.test(value));
  });
}

/** Whether a word is such an option. */
export function isMonitorOption(text: string): boolean {
  return TELLING.has(text);
}
