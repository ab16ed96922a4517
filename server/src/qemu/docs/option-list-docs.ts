/** Properties of other lists (qemu-options.hx, ui/vnc.c, ui/spice-core.c, qapi/block-export.json of QEMU 10.0). */
import * as l10n from '@vscode/l10n';
import { MON_KEYS } from '../chardev/chardev-table.ts';
import { SPICE_KEYS } from '../display/spice.ts';
import { VNC_KEYS } from '../display/vnc.ts';
import type { KeyRow } from '../options/property-check.ts';
import {
  type Description,
  describe,
  ID,
  OFF,
  PATH,
  row,
  rowOf,
  type ValueDescription,
  type Words,
  type WordTable,
  wordsFor,
} from './description.ts';

export function describeListKey(
  group: string,
  key: string,
  program: 'system' | 'storage-daemon' = 'system',
): Description | undefined {
  const list = rowOf(LISTS, group);
  const words = list && wordsFor(list.words, key);
  if (words === undefined) return undefined;
  const row = list?.rows?.find((candidate) => candidate.key === key);
  const found = describe({ valueType: row?.type ?? 'string', ...words }, row ?? words);
  if (program === 'system' || group !== 'mon' || key !== 'mode') return found;
  return { ...found, default: 'control', values: found.values?.filter(isControl) };
}

/** Whether a mode is QMP's; the storage daemon has no HMP. */
function isControl({ value }: { readonly value: string }): boolean {
  return value === 'control';
}

/** Whether a property exists, described or not. */
export function hasListKey(group: string, key: string): boolean {
  return rowOf(LISTS, group)?.rows?.some((row) => row.key === key) ?? false;
}

/** Describes common forms of a `-vnc` address. */
export function describeVncAddress(value: string): ValueDescription | undefined {
  const summary = vncAddress(value);
  return summary === undefined ? undefined : { value, summary };
}

/** The port of display 0 (`vnc_display_get_address` in ui/vnc.c). */
const FIRST_PORT = 5900;

function vncAddress(value: string): string | undefined {
  if (value === 'none') return l10n.t('There is no VNC display until a monitor asks for one');
  if (value.startsWith('unix:')) {
    return l10n.t('A UNIX socket at a path, which the permissions of files protect');
  }
  // Larger ones are viewers' ports with `reverse=on`.
  const [, host, number] = /^(localhost|127\.0\.0\.1|0\.0\.0\.0)?:(\d\d?)$/.exec(value) ?? [];
  if (number === undefined) return undefined;
  const port = FIRST_PORT + Number(number);
  return host === undefined || host === '0.0.0.0'
    ? l10n.t('Port {0} of every network', port)
    : l10n.t('Port {0} of this host', port);
}

const MON: WordTable = {
  chardev: row({ valueType: 'id', required: true }, () =>
    l10n.t('The chardev that the monitor talks through'),
  ),
  mode: row(
    { valueType: 'word', default: 'readline' },
    () => l10n.t('Which language the monitor speaks'),
    {
      readline: () => l10n.t('HMP: commands for people, with line editing'),
      control: () => l10n.t('QMP: JSON for programs'),
    },
  ),
  pretty: row(OFF, () => l10n.t('Whether QMP answers are laid out for people')),
  default: row(OFF, () => l10n.t('Whether it is the monitor that messages go to')),
  id: () => l10n.t('The name by which -set refers to the monitor'),
};

/** `qemu_sandbox_opts` in system/qemu-seccomp.c. */
const SANDBOX: WordTable = {
  enable: row({ valueType: 'boolean', default: 'off' }, () =>
    l10n.t('Whether QEMU gives up system calls that it does not need (seccomp)'),
  ),
  spawn: {
    says: () => l10n.t('Whether QEMU, and so any client of a monitor, may start programs'),
    valueType: 'word',
    default: 'allow',
    since: 211,
    values: {
      allow: () => l10n.t('Programs can be started, by migrate "exec:…" as well'),
      deny: () => l10n.t('No program can be started; files stay within reach'),
    },
  },
};

const VNC: WordTable = {
  vnc: () =>
    l10n.t('Where it listens: HOST:N is port 5900 + N, and without a host every interface'),
  to: () => l10n.t('How many more ports are tried if the first is taken'),
  websocket: () => l10n.t('Listens for browsers too, on port 5700 + N or the address given'),
  ipv4: () => l10n.t('Whether IPv4 addresses are used; without ipv4 and ipv6 both are'),
  ipv6: () => l10n.t('Whether IPv6 addresses are used; without ipv4 and ipv6 both are'),
  reverse: row(OFF, () => l10n.t('Connects to a viewer that listens there')),
  password: row(OFF, () =>
    l10n.t('Asks for a password (only eight characters count) that is set through a monitor'),
  ),
  'password-secret': row(ID, () =>
    l10n.t('The secret object with the password; only eight characters of it count'),
  ),
  sasl: row(OFF, () => l10n.t('Asks for a login by SASL')),
  'sasl-authz': row(ID, () =>
    l10n.t('The authorization object that says which logins are admitted'),
  ),
  'tls-creds': row(ID, () => l10n.t('The credentials object that encrypts the display by TLS')),
  'tls-authz': row(ID, () =>
    l10n.t('The authorization object that says whose certificates are admitted'),
  ),
  acl: row(OFF, () => l10n.t('Admits clients by lists that a monitor fills')),
  'power-control': row(OFF, () => l10n.t('Lets viewers shut the machine down and reset it')),
};

const SPICE: WordTable = {
  addr: () => l10n.t('The address to listen at; every interface by default'),
  port: () => l10n.t('The TCP port without encryption'),
  'tls-port': () => l10n.t('The TCP port with TLS'),
  ipv4: row(OFF, () => l10n.t('Uses IPv4 only')),
  ipv6: row(OFF, () => l10n.t('Uses IPv6 only')),
  unix: row(OFF, () => l10n.t('Takes the address as the path of a UNIX socket')),
  'disable-ticketing': row(OFF, () => l10n.t('Admits everyone without a password')),
  password: () => l10n.t('The password, which everyone can see in the list of processes'),
  'password-secret': row(ID, () => l10n.t('The secret object with the password')),
  sasl: row(OFF, () => l10n.t('Asks for a login by SASL')),
  'x509-dir': row(PATH, () => l10n.t('The directory with the certificates and keys for TLS')),
  'x509-cacert-file': row(PATH, () => l10n.t("The authority's certificate")),
  'x509-cert-file': row(PATH, () => l10n.t("The server's certificate")),
  'x509-key-file': row(PATH, () => l10n.t("The server's private key")),
  'x509-key-password': () => l10n.t('The password of the private key'),
  'x509-dh-key-file': row(PATH, () => l10n.t('The Diffie-Hellman parameters of the server')),
  'tls-ciphers': () => l10n.t('Which ciphers are allowed, as OpenSSL lists them'),
  'tls-channel': () => l10n.t('A channel that goes over TLS only'),
  'plaintext-channel': () => l10n.t('A channel that goes without TLS only'),
};

const CREDENTIALS: Words = row(ID, () =>
  l10n.t('The object with the certificates or keys that TLS uses'),
);
const AUTHORIZATION: Words = row(ID, () =>
  l10n.t('The object that decides which clients TLS admits'),
);
/** `NbdServerOptions`. */
const NBD_WORDS: WordTable = {
  'addr.type': row(
    { valueType: 'word', required: true },
    () => l10n.t('What kind of address it listens on'),
    {
      unix: () => l10n.t('A UNIX socket, with addr.path'),
      inet: () => l10n.t('A TCP port, with addr.host and addr.port'),
    },
  ),
  'addr.path': row(PATH, () => l10n.t('The path of the UNIX socket')),
  'addr.host': () => l10n.t('The host to listen on; empty means every network'),
  'addr.port': () => l10n.t('The port to listen on'),
  'tls-creds': CREDENTIALS,
  'tls-authz': AUTHORIZATION,
};

const INCOMING_WORDS: WordTable = {
  type: row({}, () => l10n.t('Where the state of the machine comes from'), {
    defer: () => l10n.t('Waits until a monitor says where it comes from'),
    'unix:': () => l10n.t('A UNIX socket at a path, which the permissions of files protect'),
    'fd:': () => l10n.t('A descriptor inherited from the process that starts QEMU'),
    'file:': () => l10n.t('A file'),
    'exec:': () => l10n.t('What a program of the host prints'),
    'tcp:': () => l10n.t('A TCP port that waits for the first client'),
    'rdma:': () => l10n.t('A port for RDMA that waits for the first client'),
  }),
};

const LISTS: Readonly<Record<string, { words: WordTable; rows?: readonly KeyRow[] }>> = {
  mon: { words: MON, rows: MON_KEYS },
  sandbox: { words: SANDBOX },
  vnc: { words: VNC, rows: VNC_KEYS },
  spice: { words: SPICE, rows: SPICE_KEYS },
  'nbd-server': { words: NBD_WORDS },
  incoming: { words: INCOMING_WORDS },
};
