/**
 * One expression for text that may start QEMU or hold its options, from the words of the server. Each match is within a
 * line.
 */
import { MONITOR_OPTIONS } from './selectors.ts';

/** QEMU's programs and related ones; not our own settings. */
const PROGRAM = String.raw`qemu(?!MonitorGuard)|QEMU|Qemu|\bkvm\b|\bxemu\b|panda-system|virt-install|\bvirsh\b`;
/** Options, for scripts that get the program's name from elsewhere. */
const OPTION = String.raw`(?<![\w-])--?(?:${MONITOR_OPTIONS.join('|')}|gdb|incoming|qtest)(?![\w-])`;
/** A device string with a monitor, and monitor commands. */
const COMMAND = String.raw`\bmon:[a-z][a-z\d]+:|\bchardev[-_](?:add|change)\b|\bobject[-_]add\b|\bgdbserver\b|\bnbd[-_]server[-_]|\bmigrate[-_]incoming\b`;
/** Section headers of `-readconfig` files. */
const SECTION = String.raw`^[ \t]*\[[ \t]*(?:chardev|mon|spice|vnc|object|device|drive)[ \t"\]]`;

const MENTION = new RegExp([PROGRAM, OPTION, COMMAND, SECTION].join('|'), 'm');

/** False positives only; also for bytes as Latin-1. */
export function mentionsQemu(text: string): boolean {
  return MENTION.test(text);
}
