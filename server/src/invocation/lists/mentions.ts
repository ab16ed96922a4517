/** Cheap tests for a monitor in any language. */

import type { Span } from '../../text/span.ts';
import { DEVICE_MONITORS, MONITOR_AND_CHARDEV_OPTIONS, oneOf } from '../monitor-options.ts';
import { namesQemu } from '../program.ts';

const MENTIONS = /-(?:monitor|qmp|mon)(?!\w)|mon:(?:tcp|telnet|unix|tn3270|websocket|udp)/;
const ADDRESS =
  /(?:tcp|telnet|tn3270|websocket|udp|unix|chardev|pipe|file):|socket,|udp,|chardev=|[\ue000-\uf8ff]/;

const DISPLAY = /-(?:vnc|spice|serial|parallel|debugcon)(?!\w)|-display[\s\S]{1,40}?vnc=/;

/** A function writes the dash: `add('monitor', 'tcp:…')`, `{ monitor: 'tcp:…' }`. */
const UNDASHED = new RegExp(`(?<![-\\w])(?:${[...DEVICE_MONITORS.keys()].join('|')})(?:["']|:)`);

/** Takes characters, or bytes as characters. Never false with a monitor, a display or a guest's device. */
export function mayHoldMonitor(text: string): boolean {
  if (MENTIONS.test(text)) return ADDRESS.test(text) || namesQemu(text);
  if (UNDASHED.test(text) && ADDRESS.test(text)) return namesQemu(text);
  return DISPLAY.test(text) && namesQemu(text);
}

/** Between option and value: quotes, brackets, commas, line ends, the beginning of a call: `.arg("-qmp").arg("tcp:`. */
const BETWEEN = String.raw`(?:[^\w]|(?<![-"'\x60\w])[A-Za-z_]\w{0,19}(?=[.(!"'\x60>:]|[ \t]["'])|\[\w{1,40}\s|[\n;][ \t]*(?:\w{1,20}[ \t]+){1,2}){1,80}?`;
const MONITOR = new RegExp(
  String.raw`(?<![\w-])--?${oneOf(MONITOR_AND_CHARDEV_OPTIONS)}(?![\w-])${BETWEEN}(?:(?:tcp|telnet|tn3270|udp|websocket|unix):|socket,)`,
);

/** Whether a monitor option precedes its device string; `except` matches text to ignore. */
export function holdsMonitor(text: string, except?: RegExp): boolean {
  if (!/-(?:mon|qmp|chardev)/.test(text)) return false;
  return MONITOR.test(except ? text.replace(except, '') : text);
}

/** The first monitor option with its device string outside of `spans`, in order. */
export function monitorOutside(text: string, spans: readonly Span[]): Span | undefined {
  let rest = '';
  for (const { start, end } of [...spans, { start: text.length, end: text.length }]) {
    rest += text.slice(rest.length, start);
    rest += ' '.repeat(Math.max(0, end - rest.length));
  }
  const found = MENTIONS.test(rest) && namesQemu(rest) ? MONITOR.exec(rest) : null;
  return found ? { start: found.index, end: found.index + found[0].length } : undefined;
}
