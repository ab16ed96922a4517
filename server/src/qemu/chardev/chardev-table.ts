/** Keys and backends by version, from QEMU 5.2 to 11.1; test/qemu/tables.test.ts compares them. */
import { type KeyRow, keyRows } from '../options/property-check.ts';
import type { Versioned } from '../options/version.ts';

/** `qemu_chardev_opts`, one list for all backends, without `id` and negated flags. */
export const CHARDEV_KEYS: readonly KeyRow[] = keyRows({
  string: `
    backend chardev chardevs.0>=1000 chardevs.1>=1000 chardevs.2>=1000 chardevs.3>=1000
    encoding>=1101 fd>=212 host input-path>=801 localaddr localport logfile>=206 name path port
    tls-authz>=400 tls-creds>=206
  `,
  boolean: `
    abstract>=501 append clipboard>=601 delay ipv4 ipv6 logappend>=206 logtimestamp>=1100
    mouse>=601 mux nodelay>=600 server signal telnet tight>=501 tn3270>=210 wait websocket>=301
  `,
  number: 'cols debug height reconnect>=202<1002 reconnect-ms>=902 rows to width',
  size: 'size',
});

/** `qemu_mon_opts` in system/vl.c and `MonitorOptions` of the storage daemon. */
export const MON_KEYS: readonly KeyRow[] = keyRows({
  string: 'chardev mode',
  boolean: 'default<500 pretty',
});

interface BackendRow extends Versioned {
  readonly name: string;
  readonly aliasOf?: string;
  readonly daemon?: true;
}

/** Backends of all hosts and builds. */
export const BACKENDS: readonly BackendRow[] = [
  { name: 'braille' },
  { name: 'console' },
  { name: 'dbus', since: 700 },
  { name: 'file', daemon: true },
  { name: 'hub', since: 1000, daemon: true },
  { name: 'memory', daemon: true },
  { name: 'msmouse' },
  { name: 'mux', daemon: true },
  { name: 'null', daemon: true },
  { name: 'parallel', daemon: true },
  { name: 'parport', until: 800, aliasOf: 'parallel' },
  { name: 'pipe', daemon: true },
  { name: 'pty', daemon: true },
  { name: 'qemu-vdagent', since: 601 },
  { name: 'ringbuf', daemon: true },
  { name: 'serial', daemon: true },
  { name: 'socket', daemon: true },
  { name: 'spiceport' },
  { name: 'spicevmc' },
  { name: 'stdio', daemon: true },
  { name: 'testdev' },
  { name: 'tty', until: 800, aliasOf: 'serial' },
  { name: 'udp', daemon: true },
  { name: 'vc' },
  { name: 'wctablet', since: 209 },
];
