/** Keys of lists in writing order, with words of enumerations (qemu-options.hx and qapi/ of QEMU 10.0). */

import { splitWords, wordSet } from '../../text/split-words.ts';
import { BACKENDS, CHARDEV_KEYS, MON_KEYS } from '../chardev/chardev-table.ts';
import { SPICE_KEYS } from '../display/spice.ts';
import { VNC_KEYS } from '../display/vnc.ts';
import { chardevKeysOf } from '../docs/chardev-key-docs.ts';
import { OBJECTS, type ObjectTable } from '../object/object.ts';
import { findProperty, type Property } from '../options/keyval.ts';
import type { KeyRow } from '../options/property-check.ts';
import { isIn, type QemuVersion, type Versioned } from '../options/version.ts';

export interface OfferedKey extends KeyRow {
  /** The few values to choose from, best first. */
  readonly words?: readonly string[] | undefined;
}

/** The keys of an option or config group. */
export interface ListSchema {
  readonly impliedKey: string | undefined;
  /** `-mon chardev=m` or `-mon m`. */
  readonly keyedFirst: boolean;
  readonly keys: (properties: readonly Property[], version: QemuVersion) => readonly OfferedKey[];
  /** `backend`, `qom-type`. */
  readonly typeKey?: string;
}

function inVersion<T extends Versioned>(rows: readonly T[], version: QemuVersion): readonly T[] {
  return rows.filter((row) => isIn(row, version));
}

function pick(rows: readonly KeyRow[], keys: readonly string[]): readonly KeyRow[] {
  return keys.flatMap((key) => rows.find((row) => row.key === key) ?? []);
}

const ID: KeyRow = { key: 'id', type: 'string' };

const NETWORK_KEYS = splitWords('host port to ipv4 ipv6 nodelay tls-creds tls-authz');
const FILE_KEYS: readonly string[] = ['path', 'abstract', 'tight'];

const COMMON_KEYS: readonly string[] = ['mux', 'logfile', 'logappend', 'logtimestamp'];

/** In writing order. `nodelay` is proposed in place of `delay`. */
const KEY_ORDER = splitWords(`
  chardev path server wait abstract tight host port localaddr localport tls-creds tls-authz to
  ipv4 ipv6 nodelay reconnect-ms reconnect telnet tn3270 websocket fd append input-path signal
  size name debug clipboard mouse cols rows width height encoding chardevs.0 chardevs.1
  chardevs.2 chardevs.3 mux logfile logappend logtimestamp
`);

const BACKEND_ORDER: readonly string[] = [
  ...['socket', 'stdio', 'null', 'vc', 'pty', 'mux', 'hub', 'file', 'pipe', 'ringbuf'],
  ...['spicevmc', 'spiceport', 'qemu-vdagent', 'dbus', 'serial', 'parallel', 'msmouse'],
];

/** The backends of a version, aliases last. */
export function backendNames(version: QemuVersion, daemon: boolean): readonly string[] {
  const names = inVersion(BACKENDS, version)
    .filter((row) => !daemon || row.daemon)
    .map(({ name }) => name);
  const ordered = BACKEND_ORDER.filter((name) => names.includes(name));
  return [...ordered, ...names.filter((name) => !BACKEND_ORDER.includes(name))];
}

function addressed(keys: readonly string[], properties: readonly Property[]): readonly string[] {
  const has = (key: string): boolean => findProperty(properties, key) !== undefined;
  const without = has('path') ? NETWORK_KEYS : has('host') || has('port') ? FILE_KEYS : [];
  // A descriptor excludes addresses.
  const more = has('fd')
    ? [...NETWORK_KEYS, ...FILE_KEYS]
    : has('path') || has('port')
      ? ['fd']
      : [];
  return keys.filter((key) => !without.includes(key) && !more.includes(key));
}

/** The keys of a backend, without `id`, which device strings lack. */
export function chardevKeys(
  backend: string | undefined,
  properties: readonly Property[],
  version: QemuVersion,
): readonly OfferedKey[] {
  const read = new Set(chardevKeysOf(backend ?? '') ?? COMMON_KEYS);
  const own = KEY_ORDER.filter((key) => read.has(key));
  const keys = backend === 'socket' ? addressed(own, properties) : own;
  return inVersion(pick(CHARDEV_KEYS, keys), version);
}

const CHARDEV: ListSchema = {
  impliedKey: 'backend',
  keyedFirst: false,
  typeKey: 'backend',
  keys: (properties, version) => {
    const backend = findProperty(properties, 'backend')?.value.decoded;
    return [ID, ...chardevKeys(backend, properties, version)];
  },
};

const MON: ListSchema = {
  impliedKey: 'chardev',
  keyedFirst: true,
  keys: (_, version) => {
    return inVersion(pick(MON_KEYS, ['chardev', 'mode', 'pretty', 'default']), version);
  },
};

/** `SecretProperties` in qapi/crypto.json. */
const SECRET: ObjectTable = {
  keys: ['file', 'data', 'format', 'keyid', 'iv'].map((key) => ({ key, type: 'string' })),
  required: [],
  words: { format: ['raw', 'base64'] },
  since: 206,
};
const OFFERED_OBJECTS: ReadonlyMap<string, ObjectTable> = new Map([...OBJECTS, ['secret', SECRET]]);

const TYPE_ORDER: readonly string[] = ['tls-creds-x509', 'authz-simple', 'tls-creds-psk'];

/** Object types that monitors use. */
export function objectTypes(version: QemuVersion, daemon: boolean): readonly string[] {
  const names = [...OFFERED_OBJECTS].flatMap(([name, row]) => (isIn(row, version) ? [name] : []));
  const known = names.filter((name) => !daemon || !name.startsWith('monitor-'));
  const ordered = TYPE_ORDER.filter((name) => known.includes(name));
  return [...ordered, ...known.filter((name) => !TYPE_ORDER.includes(name))];
}

const FIRST_KEYS: readonly string[] = ['chardev', 'dir', 'endpoint', 'verify-peer', 'identity'];

const OBJECT: ListSchema = {
  impliedKey: 'qom-type',
  keyedFirst: false,
  typeKey: 'qom-type',
  keys: (properties, version) => {
    const table = OFFERED_OBJECTS.get(findProperty(properties, 'qom-type')?.value.decoded ?? '');
    if (table === undefined) return [ID];
    // `loaded` is undocumented, and 9.2 removed it.
    const rows = inVersion(table.keys, version).filter(({ key }) => key !== 'loaded');
    const first = pick(rows, FIRST_KEYS);
    const rest = rows.filter((row) => !first.includes(row));
    return [ID, ...first, ...rest].map((row) => ({ ...row, words: table.words?.[row.key] }));
  },
};

function plainSchema(rows: readonly OfferedKey[], impliedKey: string | undefined): ListSchema {
  const keyedFirst = impliedKey === undefined;
  return { impliedKey, keyedFirst, keys: (_, version) => inVersion(rows, version) };
}

/** `qemu_name_opts` in system/vl.c; the name is first. */
const NAME = plainSchema(
  [
    { key: 'guest', type: 'string' },
    { key: 'process', type: 'string' },
    { key: 'debug-threads', type: 'boolean' },
  ],
  'guest',
);

const ALLOW = ['deny', 'allow'];

/** `qemu_sandbox_opts` in system/qemu-seccomp.c. */
const SANDBOX = plainSchema(
  [
    { key: 'enable', type: 'boolean' },
    { key: 'spawn', type: 'string', words: ALLOW, since: 211 },
    { key: 'elevateprivileges', type: 'string', words: [...ALLOW, 'children'], since: 211 },
    { key: 'resourcecontrol', type: 'string', words: ALLOW, since: 211 },
    { key: 'obsolete', type: 'string', words: ALLOW, since: 211 },
  ],
  'enable',
);

const SHARING = ['allow-exclusive', 'force-shared', 'ignore'];

const VNC_FIRST: readonly string[] = ['tls-creds', 'tls-authz', 'password', 'password-secret'];
const VNC_ROWS: readonly OfferedKey[] = [
  ...pick(VNC_KEYS, VNC_FIRST),
  ...VNC_KEYS.filter(({ key }) => !VNC_FIRST.includes(key) && key !== 'vnc'),
].map((row) => (row.key === 'share' ? { ...row, words: SHARING } : row));

const SPICE_FIRST: readonly string[] = ['addr', 'unix', 'port', 'tls-port', 'password-secret'];
const SPICE_ROWS: readonly OfferedKey[] = [
  ...pick(SPICE_KEYS, SPICE_FIRST),
  ...SPICE_KEYS.filter(({ key }) => !SPICE_FIRST.includes(key)),
];

/** `NbdServerOptions` in qapi/block-export.json. */
const NBD_SERVER = plainSchema(
  [
    { key: 'addr.type', type: 'string', words: ['unix', 'inet'] },
    { key: 'addr.path', type: 'string' },
    { key: 'addr.host', type: 'string' },
    { key: 'addr.port', type: 'string' },
    { key: 'tls-creds', type: 'string' },
    { key: 'tls-authz', type: 'string' },
  ],
  undefined,
);

const SCHEMAS: ReadonlyMap<string, ListSchema> = new Map([
  ['chardev', CHARDEV],
  ['mon', MON],
  ['object', OBJECT],
  ['name', NAME],
  ['sandbox', SANDBOX],
  ['vnc', plainSchema(VNC_ROWS, 'vnc')],
  ['spice', plainSchema(SPICE_ROWS, undefined)],
  ['nbd-server', NBD_SERVER],
]);

/** Undefined for a group with unknown keys. */
export function listSchema(group: string): ListSchema | undefined {
  return SCHEMAS.get(group) ?? (REFERRING.has(group) ? plainSchema([], undefined) : undefined);
}

/** Groups of which only references are known. */
const REFERRING = wordSet('device netdev nic tpmdev drive blockdev machine M iscsi');

/** Groups with known keys, in writing order. */
export function knownGroups(): readonly string[] {
  return [...SCHEMAS.keys()].filter((group) => group !== 'nbd-server');
}
