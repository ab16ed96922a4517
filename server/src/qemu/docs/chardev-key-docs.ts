/** Describes chardev keys by backend (`parse` in chardev/ of QEMU 10.0; qapi/char.json). */
import * as l10n from '@vscode/l10n';
import { BACKENDS, CHARDEV_KEYS } from '../chardev/chardev-table.ts';
import type { Versioned } from '../options/version.ts';
import {
  type Description,
  describe,
  ID,
  NEEDED,
  OFF,
  ON,
  PATH,
  row,
  rowOf,
  type Words,
  type WordTable,
  wordsFor,
} from './description.ts';

/** Describes a key of a backend, or in general if the backend is unknown. */
export function describeChardevKey(
  backend: string | undefined,
  key: string,
): Description | undefined {
  const row = CHARDEV_KEYS.find((candidate) => candidate.key === key);
  const name = BACKENDS.find((candidate) => candidate.name === backend)?.aliasOf ?? backend ?? '';
  const own = rowOf(OWN_KEYS, name);
  const ownWords = own && wordsFor(own, key);
  const common = wordsFor(COMMON_KEYS, key);
  const words = common ?? ownWords ?? generalWords(key);
  if (words === undefined || (row === undefined && key !== 'id')) return undefined;
  const type = row && row.type !== 'string' ? row.type : 'string';
  const found = describe({ valueType: type, ...words }, versionsOf(words, row));
  const isIgnored = own !== undefined && !common && !ownWords;
  return isIgnored ? { ...found, ignored: true } : found;
}

/** Keys of a known backend. */
export function chardevKeysOf(backend: string): readonly string[] | undefined {
  const name = BACKENDS.find((row) => row.name === backend)?.aliasOf ?? backend;
  const own = rowOf(OWN_KEYS, name);
  const others = rowOf(UNDESCRIBED_KEYS, name) ?? [];
  return own && [...Object.keys(COMMON_KEYS), ...Object.keys(own), ...others];
}

/** A row's versions, but `pty` gained `path` later than others. */
function versionsOf(words: Words, row: Versioned | undefined): Versioned {
  return words.since === undefined && words.until === undefined ? (row ?? {}) : words;
}

function generalWords(key: string): Words | undefined {
  for (const own of Object.values(OWN_KEYS)) {
    const words = wordsFor(own, key);
    if (words) return words;
  }
  return undefined;
}

const COMMON_KEYS: WordTable = {
  backend: row({ valueType: 'word', required: true }, () =>
    l10n.t('What the chardev is: a socket, a terminal, a file …'),
  ),
  id: row(NEEDED, () => l10n.t('The name by which monitors and devices refer to the chardev')),
  mux: row(OFF, () => l10n.t('Whether several monitors or devices may share the chardev'), {
    on: () => l10n.t('Up to four monitors or devices share it, and Ctrl-a c takes them in turn'),
    off: () => l10n.t('Only one monitor or device uses it'),
  }),
  logfile: row(PATH, () => l10n.t('A file that gets a copy of all that the chardev puts out')),
  logappend: row(OFF, () => l10n.t('Whether the log file keeps what is in it')),
  logtimestamp: () => l10n.t('Whether the log file says when its lines were written'),
};

/** Irrelevant for access. */
const UNDESCRIBED_KEYS: Readonly<Record<string, readonly string[]>> = {
  stdio: ['signal'],
  vc: ['width', 'height', 'cols', 'rows', 'encoding'],
  'qemu-vdagent': ['mouse', 'clipboard'],
};

function needed(says: () => string): WordTable {
  return { path: { says, valueType: 'path', required: true } };
}

const FAMILY_KEYS: WordTable = {
  ipv4: () => l10n.t('Whether IPv4 addresses are used; without ipv4 and ipv6 both are'),
  ipv6: () => l10n.t('Whether IPv6 addresses are used; without ipv4 and ipv6 both are'),
};

const SOCKET_KEYS: WordTable = {
  host: () =>
    l10n.t('The address it listens at or connects to; empty means every network interface'),
  port: () => l10n.t('The TCP port, as a number or the name of a service; 0 is any free port'),
  path: row(PATH, () =>
    l10n.t('The path of the UNIX socket, which takes the place of host and port'),
  ),
  fd: () => l10n.t('The number of an open socket inherited from the process that starts QEMU'),
  to: () => l10n.t('The last port to try where the port before it is taken'),
  ...FAMILY_KEYS,
  server: row(OFF, () => l10n.t('Whether QEMU listens at the address or connects to it'), {
    on: () => l10n.t('QEMU listens, and serves one client at a time'),
    off: () => l10n.t('QEMU connects to the address; the program that listens there is its peer'),
  }),
  wait: row(
    ON,
    () => l10n.t('Whether a listening QEMU waits for a client before the machine starts'),
    {
      on: () => l10n.t('QEMU does not start before a client has connected'),
      off: () => l10n.t('QEMU starts at once'),
    },
  ),
  telnet: row(OFF, () =>
    l10n.t('Whether the socket speaks the telnet protocol, which encrypts nothing'),
  ),
  tn3270: row(OFF, () => l10n.t('Whether the socket speaks the protocol of IBM 3270 terminals')),
  websocket: row(OFF, () => l10n.t('Whether a listening socket speaks WebSocket, as browsers do')),
  nodelay: row(OFF, () => l10n.t('Whether small packets are sent at once (TCP_NODELAY)')),
  delay: {
    says: () => l10n.t('Whether small packets may be collected before they are sent'),
    default: 'on',
    // docs/about/deprecated.rst of QEMU 6.0.
    deprecated: { since: 600, instead: 'nodelay=on' },
  },
  reconnect: {
    says: () => l10n.t('How many seconds QEMU waits before it connects anew; 0 is never'),
    default: '0',
    // docs/about/deprecated.rst of QEMU 9.2.
    deprecated: { since: 902, instead: 'reconnect-ms' },
  },
  'reconnect-ms': row({ default: '0' }, () =>
    l10n.t('How many milliseconds QEMU waits before it connects anew; 0 is never'),
  ),
  'tls-creds': row(ID, () =>
    l10n.t('The credentials object that encrypts a TCP connection by TLS'),
  ),
  'tls-authz': row(ID, () =>
    l10n.t(
      'The authorization object that says whose certificates are admitted; without it, any certificate of the same authority is',
    ),
  ),
  abstract: row(
    OFF,
    () => l10n.t('Whether the path is a name without a file, which has no permissions'),
    {
      on: () => l10n.t('A name that every process of the host can connect to (Linux)'),
      off: () => l10n.t('A file, protected by its permissions'),
    },
  ),
  tight: row(ON, () =>
    l10n.t('Whether the name of an abstract socket ends with its last character'),
  ),
};

const UDP_KEYS: WordTable = {
  host: row({ default: 'localhost' }, () =>
    l10n.t('The address that datagrams are sent to, and the only one heard'),
  ),
  port: row(NEEDED, () => l10n.t('The port that datagrams are sent to')),
  localaddr: () => l10n.t('The address of this host to listen at; any by default'),
  localport: row({ default: '0' }, () =>
    l10n.t('The port of this host to listen at; 0 is any free port'),
  ),
  ...FAMILY_KEYS,
};

const RING_BUFFER: WordTable = {
  size: row({ default: '64K' }, () => l10n.t('How much the buffer holds: a power of two')),
};

const SPICE_CHANNEL: WordTable = {
  name: row(NEEDED, () => l10n.t('The kind of channel: vdagent, smartcard, usbredir …')),
};

const PORT_NAME: WordTable = {
  name: row(NEEDED, () => l10n.t('The name of the port, such as org.qemu.monitor.hmp.0')),
};

const HUB_END: Words = row(ID, () => l10n.t('One of the chardevs that the hub brings together'));

const OWN_KEYS: Readonly<Record<string, WordTable>> = {
  socket: SOCKET_KEYS,
  udp: UDP_KEYS,
  file: {
    path: row({ valueType: 'path', required: true }, () =>
      l10n.t('The file that output is written to'),
    ),
    'input-path': row(PATH, () =>
      l10n.t('A file that input is read from; without it nothing comes in'),
    ),
    append: row(OFF, () => l10n.t('Whether the file keeps what is in it')),
  },
  pipe: needed(() => l10n.t('The named pipe, or what its two ends .in and .out begin with')),
  serial: needed(() => l10n.t('The device of the host, such as /dev/ttyUSB0')),
  parallel: needed(() => l10n.t('The device of the host, such as /dev/parport0')),
  pty: {
    path: {
      says: () => l10n.t('A symbolic link to make that leads to the terminal'),
      valueType: 'path',
      // Before, this backend ignored it (chardev/char-pty.c).
      since: 902,
    },
  },
  stdio: {},
  vc: {},
  ringbuf: RING_BUFFER,
  memory: RING_BUFFER,
  mux: {
    chardev: row({ valueType: 'id', required: true }, () =>
      l10n.t('The chardev that is shared, which has to be defined before'),
    ),
  },
  hub: {
    'chardevs.0': HUB_END,
    'chardevs.1': HUB_END,
    'chardevs.2': HUB_END,
    'chardevs.3': HUB_END,
  },
  spicevmc: SPICE_CHANNEL,
  spiceport: PORT_NAME,
  dbus: PORT_NAME,
  'qemu-vdagent': {},
  null: {},
  msmouse: {},
  wctablet: {},
  braille: {},
  testdev: {},
  console: {},
};
