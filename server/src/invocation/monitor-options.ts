/**
 * The only list of QEMU's options that open a monitor, or a chardev or guest device for one (qemu-options.hx). A
 * new one needs a sentence in `qemu/docs/option-docs.ts`, and `npm run generate` for the client.
 */

interface MonitorOption {
  readonly name: string;
  /** `device`: `-qmp tcp::4444`; `list`: `-mon chardev=c0`; `guest`: `-serial mon:stdio`. */
  readonly kind: 'device' | 'list' | 'chardev' | 'guest';
  readonly mode?: 'hmp' | 'qmp';
  /** What `-mon` needs besides the chardev; undefined if it cannot mean the same. */
  readonly asList?: string;
}

const TABLE: readonly MonitorOption[] = [
  { name: 'monitor', kind: 'device', mode: 'hmp', asList: '' },
  { name: 'qmp', kind: 'device', mode: 'qmp', asList: ',mode=control' },
  { name: 'qmp-pretty', kind: 'device', mode: 'qmp', asList: ',mode=control,pretty=on' },
  { name: 'mon', kind: 'list' },
  { name: 'chardev', kind: 'chardev' },
  { name: 'serial', kind: 'guest' },
  { name: 'parallel', kind: 'guest' },
  { name: 'debugcon', kind: 'guest' },
];

const namesOf = (...kinds: readonly MonitorOption['kind'][]): readonly string[] =>
  TABLE.filter(({ kind }) => kinds.includes(kind)).map(({ name }) => name);

/** Options with a device string: `qmp`. */
export const DEVICE_MONITORS: ReadonlyMap<string, 'hmp' | 'qmp'> = new Map(
  TABLE.flatMap(({ name, mode }) => (mode ? [[name, mode] as const] : [])),
);

/** What `-mon` needs besides the chardev: `,mode=control` for `qmp`. */
export const AS_LIST: ReadonlyMap<string, string> = new Map(
  TABLE.flatMap(({ name, asList }) => (asList === undefined ? [] : [[name, asList] as const])),
);

/** Options that always open a monitor. */
export const MONITOR_OPTIONS = namesOf('device', 'list');

/** These and `chardev`. */
export const MONITOR_AND_CHARDEV_OPTIONS = namesOf('device', 'list', 'chardev');

/** Options of guest devices. */
export const GUEST_OPTIONS = namesOf('guest');

/** All options of the table. */
export const ALL_MONITOR_OPTIONS = TABLE.map(({ name }) => name);

/** Alternatives of a regular expression, longest first. */
export function oneOf(names: readonly string[]): string {
  return `(?:${names.toSorted((a, b) => b.length - a.length).join('|')})`;
}

/** Whether a text has a monitor option or begins with an address. */
export function mayOpenMonitor(text: string): boolean {
  return OPENING.test(text);
}

const ADDRESS = '(?:mon:)?(?:tcp|telnet|tn3270|udp|websocket|socket)[:,](?!//)';
const OPENING = new RegExp(
  `(?<!\\w)--?${oneOf(ALL_MONITOR_OPTIONS)}(?![\\w-])|(?:^|[\\s='"])${ADDRESS}`,
);

/** Whether a text gives an address to a variable: `MON=tcp::4444`, `MON := tcp::4444`. */
export function handsAddress(text: string): boolean {
  return HANDING.test(text);
}

const HANDING = new RegExp(`=[ \\t]*['"]?${ADDRESS}`);
