/** Describes backends and device prefixes (chardev/ and qemu-options.hx of QEMU 10.0). */
import * as l10n from '@vscode/l10n';
import { wordSet } from '../../text/split-words.ts';
import { BACKENDS } from '../chardev/chardev-table.ts';
import { type Description, describe, type WordTable, wordsFor } from './description.ts';

export function describeBackend(name: string): Description | undefined {
  const row = BACKENDS.find((candidate) => candidate.name === name);
  const words = wordsFor(BACKEND_WORDS, row?.aliasOf ?? name);
  if (row === undefined || words === undefined) return undefined;
  if (row.aliasOf === undefined) return describe(words, row);
  const { aliasOf } = row;
  return describe({ says: () => l10n.t('Another name for the backend {0}', aliasOf) }, row);
}

const BACKEND_WORDS: WordTable = {
  braille: () => l10n.t('A braille display, through BrlAPI'),
  console: () => l10n.t('The console window of QEMU on Windows'),
  dbus: () => l10n.t('A port that clients of the D-Bus display open'),
  file: () => l10n.t('A file that output is written to; nothing is read from it'),
  hub: () =>
    l10n.t('One end over up to four chardevs: all get the same output, and each may send input'),
  memory: {
    says: () => l10n.t('Another name for the backend {0}', 'ringbuf'),
    // docs/about/deprecated.rst of QEMU 9.0.
    deprecated: { since: 900, instead: 'ringbuf' },
  },
  msmouse: () => l10n.t('A serial mouse of Microsoft that the guest sees'),
  mux: () =>
    l10n.t(
      'A multiplexer over one chardev: up to four monitors or devices take turns with Ctrl-a c',
    ),
  null: () => l10n.t('Nothing: output is thrown away, and nothing comes in'),
  parallel: () => l10n.t('A parallel port of the host'),
  pipe: () => l10n.t('Two named pipes, PATH.in and PATH.out, or one at PATH for both directions'),
  pty: () => l10n.t('A new pseudo-terminal of the host, whose name QEMU prints at the start'),
  'qemu-vdagent': () => l10n.t("QEMU's own SPICE agent, which shares the clipboard with the guest"),
  ringbuf: () => l10n.t('A buffer in memory that keeps the newest output, for ringbuf-read'),
  serial: () => l10n.t('A serial port or another terminal device of the host'),
  socket: () =>
    l10n.t(
      'A stream socket: a UNIX socket with path, TCP with host and port, which anyone who reaches it may use unless TLS asks',
    ),
  spiceport: () => l10n.t('A port with a name that clients of the SPICE display open'),
  spicevmc: () => l10n.t('A channel of SPICE, such as its agent or a USB device'),
  stdio: () => l10n.t('The terminal that QEMU is started in'),
  testdev: () => l10n.t("A device for QEMU's own tests, which can end QEMU"),
  udp: () =>
    l10n.t('Datagrams to and from one address, without encryption or a check of the sender'),
  vc: () => l10n.t("A text console in QEMU's own window or display (Ctrl-Alt-2)"),
  wctablet: () => l10n.t('A serial tablet of Wacom that the guest sees'),
};

/** Describes `telnet` of `telnet::4444,server=on`. */
export function describeScheme(name: string): Description | undefined {
  const words = wordsFor(SCHEME_WORDS, name);
  if (words) return describe(words);
  return BARE_SCHEMES.has(name) ? describeBackend(name) : undefined;
}

/** Prefixes that are backends (`qemu_chr_parse_compat` in chardev/char.c). */
const BARE_SCHEMES = wordSet('null pty msmouse wctablet braille testdev stdio vc file pipe udp');

const SCHEME_WORDS: WordTable = {
  tcp: () => l10n.t('A TCP socket: HOST:PORT, where an empty host means every network'),
  telnet: () => l10n.t('A TCP socket that speaks the telnet protocol, without encryption'),
  tn3270: () => l10n.t('A TCP socket that speaks the protocol of IBM 3270 terminals'),
  websocket: () => l10n.t('A TCP socket that speaks the WebSocket protocol, which browsers do too'),
  unix: () => l10n.t('A UNIX socket at a path, which the permissions of files protect'),
  none: () => l10n.t('No device; of the monitors it leaves out the default one alone'),
  chardev: () => l10n.t('The chardev that another option defines with this id'),
  con: () => l10n.t('The console window of QEMU on Windows'),
  mon: () => l10n.t('Puts an HMP monitor beside the device, and Ctrl-a c switches to it'),
};
