/**
 * Keys and backends of `-chardev`, keys of `-mon`, by version: from QEMU 5.2, 7.2, 10.0 and 11.1 and release notes in
 * between. test/qemu/tables.test.ts compares them with those binaries. Why: docs/decisions/judges.md
 */
import type { KeyRow } from '../options/property-check.ts';
import type { Versioned } from '../options/version.ts';

/** `qemu_chardev_opts`: one list for all backends. Without `id` and negated flags. */
export const CHARDEV_KEYS: readonly KeyRow[] = [
  { key: 'abstract', type: 'boolean', since: 501 },
  { key: 'append', type: 'boolean' },
  { key: 'backend', type: 'string' },
  { key: 'chardev', type: 'string' },
  { key: 'chardevs.0', type: 'string', since: 1000 },
  { key: 'chardevs.1', type: 'string', since: 1000 },
  { key: 'chardevs.2', type: 'string', since: 1000 },
  { key: 'chardevs.3', type: 'string', since: 1000 },
  { key: 'clipboard', type: 'boolean', since: 601 },
  { key: 'cols', type: 'number' },
  { key: 'debug', type: 'number' },
  { key: 'delay', type: 'boolean' },
  { key: 'encoding', type: 'string', since: 1101 },
  { key: 'fd', type: 'string', since: 212 },
  { key: 'height', type: 'number' },
  { key: 'host', type: 'string' },
  { key: 'input-path', type: 'string', since: 801 },
  { key: 'ipv4', type: 'boolean' },
  { key: 'ipv6', type: 'boolean' },
  { key: 'localaddr', type: 'string' },
  { key: 'localport', type: 'string' },
  { key: 'logappend', type: 'boolean', since: 206 },
  { key: 'logfile', type: 'string', since: 206 },
  { key: 'logtimestamp', type: 'boolean', since: 1100 },
  { key: 'mouse', type: 'boolean', since: 601 },
  { key: 'mux', type: 'boolean' },
  { key: 'name', type: 'string' },
  { key: 'nodelay', type: 'boolean', since: 600 },
  { key: 'path', type: 'string' },
  { key: 'port', type: 'string' },
  { key: 'reconnect', type: 'number', since: 202, until: 1002 },
  { key: 'reconnect-ms', type: 'number', since: 902 },
  { key: 'rows', type: 'number' },
  { key: 'server', type: 'boolean' },
  { key: 'signal', type: 'boolean' },
  { key: 'size', type: 'size' },
  { key: 'telnet', type: 'boolean' },
  { key: 'tight', type: 'boolean', since: 501 },
  { key: 'tls-authz', type: 'string', since: 400 },
  { key: 'tls-creds', type: 'string', since: 206 },
  { key: 'tn3270', type: 'boolean', since: 210 },
  { key: 'to', type: 'number' },
  { key: 'wait', type: 'boolean' },
  { key: 'websocket', type: 'boolean', since: 301 },
  { key: 'width', type: 'number' },
];

/** `qemu_mon_opts` in system/vl.c and `MonitorOptions` of the storage daemon. */
export const MON_KEYS: readonly KeyRow[] = [
  { key: 'chardev', type: 'string' },
  { key: 'default', type: 'boolean', until: 500 },
  { key: 'mode', type: 'string' },
  { key: 'pretty', type: 'boolean' },
];

interface BackendRow extends Versioned {
  readonly name: string;
  readonly aliasOf?: string;
  /** Whether qemu-storage-daemon has it. */
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
