/**
 * The properties of sockets and of datagrams, after `ChardevSocket` and `ChardevUdp` in qapi/char.json and
 * chardev/char-socket.c of QEMU 10.0.
 */
import * as l10n from '@vscode/l10n';
import type { WordTable } from './description.ts';

/** Which addresses of the internet a socket uses. */
const FAMILY_KEYS: WordTable = {
  ipv4: {
    says: () => l10n.t('Whether IPv4 addresses are used; without ipv4 and ipv6 both are'),
    values: {
      on: () => l10n.t('IPv4 addresses are used'),
      off: () => l10n.t('IPv4 addresses are left out'),
    },
  },
  ipv6: {
    says: () => l10n.t('Whether IPv6 addresses are used; without ipv4 and ipv6 both are'),
    values: {
      on: () => l10n.t('IPv6 addresses are used'),
      off: () => l10n.t('IPv6 addresses are left out'),
    },
  },
};

/** The keys of the backend `socket`. */
export const SOCKET_KEYS: WordTable = {
  host: {
    says: () =>
      l10n.t('The address it listens at or connects to; empty means every network interface'),
  },
  port: {
    says: () => l10n.t('The TCP port, as a number or the name of a service; 0 is any free port'),
  },
  path: {
    says: () => l10n.t('The path of the UNIX socket, which takes the place of host and port'),
    valueType: 'path',
  },
  fd: {
    says: () => l10n.t('The number of an open socket that whoever starts QEMU hands over'),
  },
  to: { says: () => l10n.t('The last port to try where the port before it is taken') },
  ...FAMILY_KEYS,
  server: {
    says: () => l10n.t('Whether QEMU listens at the address or connects to it'),
    default: 'off',
    values: {
      on: () => l10n.t('QEMU listens, and serves one client at a time'),
      off: () => l10n.t('QEMU connects to the address, and whoever listens there is its peer'),
    },
  },
  wait: {
    says: () => l10n.t('Whether a listening QEMU waits for a client before the machine starts'),
    default: 'on',
    values: {
      on: () => l10n.t('QEMU does not start before a client has connected'),
      off: () => l10n.t('QEMU starts at once'),
    },
  },
  telnet: {
    says: () => l10n.t('Whether the socket speaks the telnet protocol, which encrypts nothing'),
    default: 'off',
    values: {
      on: () => l10n.t('The socket speaks telnet'),
      off: () => l10n.t('The socket carries the bytes as they are'),
    },
  },
  tn3270: {
    says: () => l10n.t('Whether the socket speaks the protocol of IBM 3270 terminals'),
    default: 'off',
    values: {
      on: () => l10n.t('The socket speaks TN3270'),
      off: () => l10n.t('The socket carries the bytes as they are'),
    },
  },
  websocket: {
    says: () => l10n.t('Whether a listening socket speaks WebSocket, as browsers do'),
    default: 'off',
    values: {
      on: () => l10n.t('The socket speaks WebSocket'),
      off: () => l10n.t('The socket carries the bytes as they are'),
    },
  },
  nodelay: {
    says: () => l10n.t('Whether small packets are sent at once (TCP_NODELAY)'),
    default: 'off',
    values: {
      on: () => l10n.t('Small packets are sent at once'),
      off: () => l10n.t('Small packets may be collected'),
    },
  },
  delay: {
    says: () => l10n.t('Whether small packets may be collected before they are sent'),
    default: 'on',
    // docs/about/deprecated.rst of QEMU 6.0.
    deprecated: { since: 600, instead: 'nodelay=on' },
    values: {
      on: () => l10n.t('Small packets may be collected'),
      off: () => l10n.t('Small packets are sent at once'),
    },
  },
  reconnect: {
    says: () => l10n.t('How many seconds QEMU waits before it connects anew; 0 is never'),
    default: '0',
    // docs/about/deprecated.rst of QEMU 9.2.
    deprecated: { since: 902, instead: 'reconnect-ms' },
  },
  'reconnect-ms': {
    says: () => l10n.t('How many milliseconds QEMU waits before it connects anew; 0 is never'),
    default: '0',
  },
  'tls-creds': {
    says: () => l10n.t('The credentials object that encrypts a TCP connection by TLS'),
    valueType: 'id',
  },
  'tls-authz': {
    says: () =>
      l10n.t(
        'The authorization object that says whose certificates are admitted; without it, any certificate of the same authority is',
      ),
    valueType: 'id',
  },
  abstract: {
    says: () => l10n.t('Whether the path is a name without a file, which has no permissions'),
    default: 'off',
    values: {
      on: () => l10n.t('A name that every process of the host can connect to (Linux)'),
      off: () => l10n.t('A file, whose permissions count'),
    },
  },
  tight: {
    says: () => l10n.t('Whether the name of an abstract socket ends with its last character'),
    default: 'on',
    values: {
      on: () => l10n.t('The name is as long as it is written'),
      off: () => l10n.t('The name is filled up with zeros to its full length'),
    },
  },
};

/** The keys of the backend `udp`. */
export const UDP_KEYS: WordTable = {
  host: {
    says: () => l10n.t('The address that datagrams are sent to, and the only one heard'),
    default: 'localhost',
  },
  port: { says: () => l10n.t('The port that datagrams are sent to'), required: true },
  localaddr: { says: () => l10n.t('The address of this host to listen at; any by default') },
  localport: {
    says: () => l10n.t('The port of this host to listen at; 0 is any free port'),
    default: '0',
  },
  ...FAMILY_KEYS,
};
