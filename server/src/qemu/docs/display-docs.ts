/**
 * What decides who can reach a display, a disk export or a machine that is moved here: the properties of
 * `-vnc`, `-spice` and `--nbd-server`, and where a migration comes from (qemu-options.hx and
 * qapi/block-export.json of QEMU 10.0). Properties that only change pictures and sound are not described.
 */
import * as l10n from '@vscode/l10n';
import type { Words } from './description.ts';

type Keys = ReadonlyMap<string, Words>;

function onOrOff(on: () => string, off: () => string): Pick<Words, 'valueType' | 'values'> {
  return { valueType: 'boolean', values: { on, off } };
}

const CREDENTIALS: Words = {
  says: () => l10n.t('The object with the certificates or keys that TLS uses'),
  valueType: 'id',
};
const AUTHORIZATION: Words = {
  says: () => l10n.t('The object that decides which clients TLS admits'),
  valueType: 'id',
};
const PASSWORD_SECRET: Words = {
  says: () => l10n.t('The secret object that holds the password'),
  valueType: 'id',
  since: 600,
};
const SASL: Words = {
  says: () => l10n.t('Whether SASL asks clients who they are'),
  default: 'off',
  ...onOrOff(
    () => l10n.t('SASL asks them'),
    () => l10n.t('SASL is not used'),
  ),
};

/** The addresses of `-vnc` and what protects them (`vnc_display_open` in ui/vnc.c). */
export const VNC_WORDS: Keys = new Map<string, Words>([
  [
    'vnc',
    {
      says: () => l10n.t('Where the display listens: HOST:DISPLAY, or a UNIX socket'),
      values: {
        none: () => l10n.t('There is no VNC display until a monitor asks for one'),
        'unix:': () => l10n.t('A UNIX socket at a path, which the permissions of files protect'),
        'localhost:0': () => l10n.t('Port 5900 of this host'),
        ':0': () => l10n.t('Port 5900 of every network'),
      },
    },
  ],
  ['tls-creds', CREDENTIALS],
  ['tls-authz', { ...AUTHORIZATION, since: 400 }],
  [
    'password',
    {
      says: () => l10n.t('Whether clients need the password that a monitor has set'),
      default: 'off',
      ...onOrOff(
        () => l10n.t('They need it; until it is set nobody can connect'),
        () => l10n.t('They need none'),
      ),
    },
  ],
  ['password-secret', PASSWORD_SECRET],
  ['sasl', SASL],
  [
    'sasl-authz',
    {
      says: () => l10n.t('The object that decides which users of SASL are admitted'),
      valueType: 'id',
      since: 400,
    },
  ],
  [
    'reverse',
    {
      says: () => l10n.t('Who connects: the display to a viewer, or viewers to the display'),
      default: 'off',
      ...onOrOff(
        () => l10n.t('The display connects to a viewer that waits'),
        () => l10n.t('The display waits for viewers'),
      ),
    },
  ],
  [
    'websocket',
    { says: () => l10n.t('A second port, for browsers: on, a port, or an address with a port') },
  ],
  [
    'share',
    {
      says: () => l10n.t('How several viewers share the display'),
      valueType: 'word',
      default: 'allow-exclusive',
      values: {
        'allow-exclusive': () => l10n.t('One that asks for it has the display alone'),
        'force-shared': () => l10n.t('All share it, and who wants it alone is refused'),
        ignore: () => l10n.t('All share it, whatever they ask for'),
      },
    },
  ],
]);

/** The addresses of `-spice` and what protects them (`qemu_spice_init` in ui/spice-core.c). */
export const SPICE_WORDS: Keys = new Map<string, Words>([
  [
    'addr',
    { says: () => l10n.t('The address that it listens on, or the path with unix=on; else all') },
  ],
  [
    'unix',
    {
      says: () => l10n.t('Whether addr is the path of a UNIX socket'),
      default: 'off',
      ...onOrOff(
        () => l10n.t('It is a path'),
        () => l10n.t('It is an address'),
      ),
    },
  ],
  ['port', { says: () => l10n.t('The port without encryption'), valueType: 'number' }],
  ['tls-port', { says: () => l10n.t('The port with TLS'), valueType: 'number' }],
  ['password-secret', PASSWORD_SECRET],
  [
    'disable-ticketing',
    {
      says: () => l10n.t('Whether clients get in without a password'),
      default: 'off',
      ...onOrOff(
        () => l10n.t('Everyone who reaches the port gets in'),
        () => l10n.t('Clients need the password'),
      ),
    },
  ],
  ['sasl', SASL],
  [
    'x509-dir',
    { says: () => l10n.t('The directory of the certificates for tls-port'), valueType: 'path' },
  ],
]);

/** `NbdServerOptions` of the storage daemon. */
export const NBD_WORDS: Keys = new Map<string, Words>([
  [
    'addr.type',
    {
      says: () => l10n.t('What kind of address it listens on'),
      valueType: 'word',
      required: true,
      values: {
        unix: () => l10n.t('A UNIX socket, with addr.path'),
        inet: () => l10n.t('A TCP port, with addr.host and addr.port'),
      },
    },
  ],
  ['addr.path', { says: () => l10n.t('The path of the UNIX socket'), valueType: 'path' }],
  ['addr.host', { says: () => l10n.t('The host to listen on; empty means every network') }],
  ['addr.port', { says: () => l10n.t('The port to listen on') }],
  ['tls-creds', CREDENTIALS],
  ['tls-authz', AUTHORIZATION],
]);

/** Where a migration comes from (`-incoming`). */
export const INCOMING_WORDS: Keys = new Map<string, Words>([
  [
    'type',
    {
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
  ],
]);

/** What a machine is shown on (`-display`). */
export const DISPLAY_WORDS: Keys = new Map<string, Words>([
  [
    'type',
    {
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
  ],
]);
