/**
 * The properties of chardevs. QEMU has one list of keys for all backends and ignores those that are
 * another's, so what a key means depends on the backend (the `parse` functions in chardev/ of QEMU 10.0).
 * When a key came and went is for chardev-table.ts to say.
 */
import * as l10n from '@vscode/l10n';
import { BACKENDS, CHARDEV_KEYS } from '../chardev/chardev-table.ts';
import type { Versioned } from '../options/version.ts';
import { type Description, describe, rowOf, type Words, type WordTable } from './description.ts';
import { SOCKET_KEYS, UDP_KEYS } from './socket-key-docs.ts';

/**
 * What a key means to a backend; in general where the backend is undefined or none we know. Undefined for a
 * key that no backend has.
 */
export function describeChardevKey(
  backend: string | undefined,
  key: string,
): Description | undefined {
  const row = CHARDEV_KEYS.find((candidate) => candidate.key === key);
  const name = BACKENDS.find((candidate) => candidate.name === backend)?.aliasOf ?? backend ?? '';
  const own = rowOf(OWN_KEYS, name);
  const ownWords = own && rowOf(own, key);
  const common = rowOf(COMMON_KEYS, key);
  const words = common ?? ownWords ?? generalWords(key) ?? rowOf(UNREAD_KEYS, key);
  if (words === undefined || (row === undefined && key !== 'id')) return undefined;
  const type = row && row.type !== 'string' ? row.type : 'string';
  const found = describe({ valueType: type, ...words }, versionsOf(words, row));
  const isIgnored = key in UNREAD_KEYS || (own !== undefined && !common && !ownWords);
  return isIgnored ? { ...found, ignored: true } : found;
}

/** The keys that a backend looks at; undefined for a backend that we do not know. */
export function chardevKeysOf(backend: string): readonly string[] | undefined {
  const alias = BACKENDS.find(({ name }) => name === backend)?.aliasOf;
  const own = rowOf(OWN_KEYS, alias ?? backend);
  return own && [...Object.keys(COMMON_KEYS), ...Object.keys(own)];
}

/** A backend may have a key later than another has it, as `pty` has its `path`. */
function versionsOf(words: Words, row: Versioned | undefined): Versioned {
  return words.since === undefined && words.until === undefined ? (row ?? {}) : words;
}

/** What a key means to the first backend that has it. */
function generalWords(key: string): Words | undefined {
  for (const own of Object.values(OWN_KEYS)) {
    const words = rowOf(own, key);
    if (words) return words;
  }
  return undefined;
}

/** What every backend has. */
const COMMON_KEYS: WordTable = {
  backend: {
    says: () => l10n.t('What the chardev is: a socket, a terminal, a file …'),
    valueType: 'word',
    required: true,
  },
  id: {
    says: () => l10n.t('The name by which monitors and devices refer to the chardev'),
    required: true,
  },
  mux: {
    says: () => l10n.t('Whether several users may share the chardev'),
    default: 'off',
    values: {
      on: () => l10n.t('Up to four users share it, and Ctrl-a c takes them in turn'),
      off: () => l10n.t('It has one user'),
    },
  },
  logfile: {
    says: () => l10n.t('A file that gets a copy of all that the chardev puts out'),
    valueType: 'path',
  },
  logappend: {
    says: () => l10n.t('Whether the log file keeps what is in it'),
    default: 'off',
    values: {
      on: () => l10n.t('New output is added to the log file'),
      off: () => l10n.t('The log file is emptied first'),
    },
  },
  logtimestamp: {
    says: () => l10n.t('Whether the log file says when its lines were written'),
    values: {
      on: () => l10n.t('Lines of the log file begin with the time'),
      off: () => l10n.t('The log file holds the output alone'),
    },
  },
};

/** What QEMU takes and no backend reads (chardev/spice.c of QEMU 10.0). */
const UNREAD_KEYS: WordTable = {
  debug: { says: () => l10n.t('How much a channel of SPICE should tell of itself') },
};

/** A path that has to be there. */
function needed(says: () => string): WordTable {
  return { path: { says, valueType: 'path', required: true } };
}

const RING_BUFFER: WordTable = {
  size: { says: () => l10n.t('How much the buffer holds: a power of two'), default: '64K' },
};

const SPICE_CHANNEL: WordTable = {
  name: {
    says: () => l10n.t('The kind of channel: vdagent, smartcard, usbredir …'),
    required: true,
  },
};

/** Of which port a client asks by its name. */
const PORT_NAME: WordTable = {
  name: {
    says: () => l10n.t('The name of the port, such as org.qemu.monitor.hmp.0'),
    required: true,
  },
};

const HUB_END: Words = {
  says: () => l10n.t('One of the chardevs that the hub brings together'),
  valueType: 'id',
};

const OWN_KEYS: Readonly<Record<string, WordTable>> = {
  socket: SOCKET_KEYS,
  udp: UDP_KEYS,
  file: {
    path: {
      says: () => l10n.t('The file that output is written to'),
      valueType: 'path',
      required: true,
    },
    'input-path': {
      says: () => l10n.t('A file that input is read from; without it nothing comes in'),
      valueType: 'path',
    },
    append: {
      says: () => l10n.t('Whether the file keeps what is in it'),
      default: 'off',
      values: {
        on: () => l10n.t('New output is added to the file'),
        off: () => l10n.t('The file is emptied first'),
      },
    },
  },
  pipe: needed(() => l10n.t('The named pipe, or what its two ends .in and .out begin with')),
  serial: needed(() => l10n.t('The device of the host, such as /dev/ttyUSB0')),
  parallel: needed(() => l10n.t('The device of the host, such as /dev/parport0')),
  pty: {
    path: {
      says: () => l10n.t('A symbolic link to make that leads to the terminal'),
      valueType: 'path',
      // The key is older, but this backend had no use for it (chardev/char-pty.c).
      since: 902,
    },
  },
  stdio: {
    signal: {
      says: () => l10n.t('Whether Ctrl-C ends QEMU'),
      default: 'on',
      values: {
        on: () => l10n.t('Ctrl-C ends QEMU'),
        off: () => l10n.t('Ctrl-C goes to whoever uses the chardev'),
      },
    },
  },
  vc: {
    width: { says: () => l10n.t('How wide the console is, in pixels') },
    height: { says: () => l10n.t('How high the console is, in pixels') },
    cols: { says: () => l10n.t('How wide the console is, in characters') },
    rows: { says: () => l10n.t('How high the console is, in lines') },
    encoding: {
      says: () => l10n.t('How the console reads what is written to it'),
      valueType: 'word',
      values: { utf8: () => l10n.t('As UTF-8'), cp437: () => l10n.t('As code page 437') },
    },
  },
  ringbuf: RING_BUFFER,
  memory: RING_BUFFER,
  mux: {
    chardev: {
      says: () => l10n.t('The chardev that is shared, which has to be defined before'),
      valueType: 'id',
      required: true,
    },
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
  'qemu-vdagent': {
    mouse: {
      says: () => l10n.t('Whether the agent tells the guest where the pointer is'),
      default: 'on',
      values: {
        on: () => l10n.t('The guest hears where the pointer is'),
        off: () => l10n.t('The guest has a mouse of its own'),
      },
    },
    clipboard: {
      says: () => l10n.t('Whether the guest shares its clipboard with the display'),
      default: 'off',
      values: {
        on: () => l10n.t('Guest and display have one clipboard'),
        off: () => l10n.t('The guest keeps its clipboard to itself'),
      },
    },
  },
  null: {},
  msmouse: {},
  wctablet: {},
  braille: {},
  testdev: {},
  console: {},
};
