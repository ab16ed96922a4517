/**
 * The only list of QEMU's options for monitors, and for chardevs and guest devices that may carry one
 * (qemu-options.hx). A new option needs a row and its sentence in `qemu/docs/option-docs.ts`.
 */

interface MonitorOption {
  readonly name: string;
  /**
   * `device`: the device string is a monitor (`-qmp tcp::4444`). `list`: keys and values (`-mon chardev=c0`).
   * `chardev`: a monitor's backend. `guest`: a guest device, with a monitor after `mon:` or with `mux=on`.
   */
  readonly kind: 'device' | 'list' | 'chardev' | 'guest';
  readonly mode?: 'hmp' | 'qmp';
  /** For `-mon`. */
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

/** `monitor`, `qmp`, …, whose device string is a monitor. */
export const DEVICE_MONITORS: ReadonlyMap<string, 'hmp' | 'qmp'> = new Map(
  TABLE.flatMap(({ name, mode }) => (mode ? [[name, mode] as const] : [])),
);

/** What `-mon` needs besides the chardev: `,mode=control` for `qmp`. */
export const AS_LIST: ReadonlyMap<string, string> = new Map(
  TABLE.flatMap(({ name, asList }) => (asList === undefined ? [] : [[name, asList] as const])),
);

/** Make a monitor with any value. */
export const MONITOR_OPTIONS = namesOf('device', 'list');

/** And `chardev`. */
export const MONITOR_AND_CHARDEV_OPTIONS = namesOf('device', 'list', 'chardev');

/** Guest devices whose device string may have a monitor. */
export const GUEST_OPTIONS = namesOf('guest');

/** All names. */
export const ALL_MONITOR_OPTIONS = TABLE.map(({ name }) => name);

/** Alternatives, longest first: `(?:monitor|qmp)`. */
export function oneOf(names: readonly string[]): string {
  return `(?:${names.toSorted((a, b) => b.length - a.length).join('|')})`;
}

/** Has a monitor option, or begins with an address. A variable with too many values keeps these. */
export function mayOpenMonitor(text: string): boolean {
  return OPENING.test(text);
}

const OPENING = new RegExp(
  `-${oneOf(ALL_MONITOR_OPTIONS)}\\b|(?:^|[\\s=])(?:mon:)?(?:tcp|telnet|tn3270|udp|websocket|socket)[:,]`,
);
