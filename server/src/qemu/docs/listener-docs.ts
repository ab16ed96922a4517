/**
 * What listens besides monitors and displays: `--nbd-server`, a migration, and what a machine is shown on
 * (qemu-options.hx and qapi/block-export.json of QEMU 10.0).
 */
import * as l10n from '@vscode/l10n';
import type { ValueDescription, Words, WordTable } from './description.ts';

const CREDENTIALS: Words = {
  says: () => l10n.t('The object with the certificates or keys that TLS uses'),
  valueType: 'id',
};
const AUTHORIZATION: Words = {
  says: () => l10n.t('The object that decides which clients TLS admits'),
  valueType: 'id',
};
/** `NbdServerOptions` of the storage daemon. */
export const NBD_WORDS: WordTable = {
  'addr.type': {
    says: () => l10n.t('What kind of address it listens on'),
    valueType: 'word',
    required: true,
    values: {
      unix: () => l10n.t('A UNIX socket, with addr.path'),
      inet: () => l10n.t('A TCP port, with addr.host and addr.port'),
    },
  },
  'addr.path': { says: () => l10n.t('The path of the UNIX socket'), valueType: 'path' },
  'addr.host': { says: () => l10n.t('The host to listen on; empty means every network') },
  'addr.port': { says: () => l10n.t('The port to listen on') },
  'tls-creds': CREDENTIALS,
  'tls-authz': AUTHORIZATION,
};

/** Where a migration comes from (`-incoming`). */
export const INCOMING_WORDS: WordTable = {
  type: {
    says: () => l10n.t('Where the state of the machine comes from'),
    values: {
      defer: () => l10n.t('Waits until a monitor says where it comes from'),
      'unix:': () => l10n.t('A UNIX socket at a path, which the permissions of files protect'),
      'fd:': () => l10n.t('A descriptor that whoever starts QEMU hands over'),
      'file:': () => l10n.t('A file'),
      'exec:': () => l10n.t('What a program of the host prints'),
      'tcp:': () => l10n.t('A TCP port that waits for whoever connects first'),
      'rdma:': () => l10n.t('A port for RDMA that waits for whoever connects first'),
    },
  },
};

/** What a machine is shown on (`-display`). */
export const DISPLAY_WORDS: WordTable = {
  type: {
    says: () => l10n.t('What the machine is shown on'),
    values: {
      none: () => l10n.t('Nothing: the guest has its display, and nobody sees it'),
      gtk: () => l10n.t('A window with menus'),
      sdl: () => l10n.t('A plain window'),
      curses: () => l10n.t('The terminal that QEMU is started in'),
      'egl-headless': () => l10n.t("Nothing but the graphics card's memory, for VNC or SPICE"),
      'spice-app': () => l10n.t('A viewer for SPICE that QEMU starts'),
      dbus: () => l10n.t('Whoever speaks to QEMU over D-Bus'),
      'vnc=': () => l10n.t('A VNC display, as with -vnc'),
    },
  },
};

/** What an address of `-vnc` means, as far as it is one of a few forms; undefined for all others. */
export function describeVncAddress(value: string): ValueDescription | undefined {
  const summary = vncAddress(value);
  return summary === undefined ? undefined : { value, summary };
}

/** The port of the display 0 (`vnc_display_get_address` of ui/vnc.c). */
const FIRST_PORT = 5900;

function vncAddress(value: string): string | undefined {
  if (value === 'none') return l10n.t('There is no VNC display until a monitor asks for one');
  if (value.startsWith('unix:')) {
    return l10n.t('A UNIX socket at a path, which the permissions of files protect');
  }
  // Higher numbers are ports of viewers, where QEMU connects to one (`reverse=on`).
  const [, host, number] = /^(localhost|127\.0\.0\.1|0\.0\.0\.0)?:(\d\d?)$/.exec(value) ?? [];
  if (number === undefined) return undefined;
  const port = FIRST_PORT + Number(number);
  return host === undefined || host === '0.0.0.0'
    ? l10n.t('Port {0} of every network', port)
    : l10n.t('Port {0} of this host', port);
}
