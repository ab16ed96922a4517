/** What tells that a file may start a QEMU, or hold its options, as far as a look at its characters goes. */

/** Programs of QEMU, and those with its command line or its monitors; not our own settings. */
const PROGRAM = String.raw`qemu(?!MonitorGuard)|QEMU|Qemu|\bkvm\b|\bxemu\b|panda-system|virt-install|\bvirsh\b`;
/** A script may have the program's name from somewhere else, and then its options tell. */
const OPTION = String.raw`(?<![\w-])--?(?:monitor|mon|qmp|qmp-pretty|chardev|gdb|incoming|qtest)(?![\w-])`;
/** A device string with a monitor in it, and what is sent to a monitor. */
const COMMAND = String.raw`\bmon:(?:tcp|telnet|udp|unix|websocket):|\bchardev[-_](?:add|change)\b|\bobject[-_]add\b|\bgdbserver\b|\bnbd[-_]server[-_]|\bmigrate[-_]incoming\b`;
/** A file for `-readconfig` has none of them. */
const SECTION = String.raw`^[ \t]*\[[ \t]*(?:chardev|mon|spice|vnc|object|device|drive)[ \t"\]]`;

const MENTION = new RegExp([PROGRAM, OPTION, COMMAND, SECTION].join('|'), 'm');

/** True for too many and false for none that the server lists; the same for bytes, each taken as a character. */
export function mentionsQemu(text: string): boolean {
  return MENTION.test(text);
}
