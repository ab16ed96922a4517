/**
 * QEMU's options for monitors, and for the chardevs and devices of the guest that monitors may be behind: the one list of
 * their names (qemu-options.hx). A new option is a row here and its sentence in `qemu/docs/option-docs.ts`.
 */

interface MonitorOption {
  readonly name: string;
  /**
   * `device` makes a monitor out of a device string (`-qmp tcp::4444`), `list` out of keys and values (`-mon chardev=c0`);
   * `chardev` defines what a monitor talks through, and a device of the guest has a monitor behind `mon:` or `mux=on`.
   */
  readonly kind: 'device' | 'list' | 'chardev' | 'guest';
  readonly mode?: 'hmp' | 'qmp';
  /** What `-mon` has to say for the same. */
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

/** Options whose device string is a monitor, with its mode: `monitor`, `qmp` … */
export const DEVICE_MONITORS: ReadonlyMap<string, 'hmp' | 'qmp'> = new Map(
  TABLE.flatMap(({ name, mode }) => (mode ? [[name, mode] as const] : [])),
);

/** How `-mon` says what an option of a device string says besides its chardev: `,mode=control` for `qmp`. */
export const AS_LIST: ReadonlyMap<string, string> = new Map(
  TABLE.flatMap(({ name, asList }) => (asList === undefined ? [] : [[name, asList] as const])),
);

/** Options that make a monitor, whatever their value. */
export const MONITOR_OPTIONS = namesOf('device', 'list');

/** The same, and the option that defines what they talk through. */
export const MONITOR_AND_CHARDEV_OPTIONS = namesOf('device', 'list', 'chardev');

/** Options for devices of the guest whose device string may have a monitor in it. */
export const GUEST_OPTIONS = namesOf('guest');

/** All of them. */
export const ALL_MONITOR_OPTIONS = TABLE.map(({ name }) => name);

/** One of several names, for a regular expression: `(?:monitor|qmp)`, the longer first. */
export function oneOf(names: readonly string[]): string {
  return `(?:${names.toSorted((a, b) => b.length - a.length).join('|')})`;
}

/**
 * Whether a text may open a monitor: it names an option for one, or begins an address. Of too many values of one variable
 * these are kept first.
 */
export function mayOpenMonitor(text: string): boolean {
  return OPENING.test(text);
}

const OPENING = new RegExp(
  `-${oneOf(ALL_MONITOR_OPTIONS)}\\b|(?:^|[\\s=])(?:mon:)?(?:tcp|telnet|tn3270|udp|websocket|socket)[:,]`,
);
