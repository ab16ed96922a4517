/**
 * Whether a text may hold a monitor, in whatever language: what is asked of every file of a workspace, before anything is
 * read, and of programs that nobody reads.
 */
import { MONITOR_AND_CHARDEV_OPTIONS, oneOf } from '../monitor-options.ts';
import { namesQemu } from '../program.ts';

const MENTIONS = /-(?:monitor|qmp|mon)(?!\w)|mon:(?:tcp|telnet|unix|tn3270|websocket|udp)/;
/** Or where one is typed: a cursor is marked by a character for private use. */
const ADDRESS =
  /(?:tcp|telnet|tn3270|websocket|udp|unix|chardev|pipe|file):|socket,|udp,|chardev=|[\ue000-\uf8ff]/;

/** What shows the default monitor. */
const DISPLAY = /-vnc(?!\w)|-display\W{1,8}vnc=/;

/**
 * A look at the characters of a file, or at its bytes, each taken as a character. True for too many, and false for none
 * that has an option of a monitor with an address, or a display of QEMU's.
 */
export function mayHoldMonitor(text: string): boolean {
  return (MENTIONS.test(text) && ADDRESS.test(text)) || (DISPLAY.test(text) && namesQemu(text));
}

/**
 * Between an option and its value there are quotes, brackets, commas and line ends, or the beginning of a call
 * or of a string: `"-qmp",⏎ f"tcp:`, `.arg("-qmp").arg("tcp:`, `"-monitor", fmt.Sprintf("telnet:`, or an element or a message: `<string>`, `[a addObject:@"tcp:`. Another word,
 * such as the value `"none"` or the option `-serial`, ends the search.
 */
const BETWEEN = String.raw`(?:[^\w]|(?<![-"'\x60\w])[A-Za-z_]\w{0,19}(?=[.(!"'\x60>:])|\[\w{1,40}\s){1,80}?`;
const MONITOR = new RegExp(
  String.raw`(?<![\w-])--?${oneOf(MONITOR_AND_CHARDEV_OPTIONS)}(?![\w-])${BETWEEN}(?:(?:tcp|telnet|tn3270|udp|websocket|unix):|socket,)`,
);

/** Whether the option of a monitor stands right in front of its device string somewhere, in whatever language. */
export function holdsMonitor(text: string): boolean {
  return /-(?:mon|qmp|chardev)/.test(text) && MONITOR.test(text);
}
