/** Commands that connect to a monitor, tried with QEMU in test/oracle. Why: docs/decisions/hover-and-completion.md */

import { hostKind } from '../../qemu/chardev/address.ts';
import type { Chardev } from '../../qemu/chardev/chardev.ts';
import { isClient } from '../../qemu/chardev/socket.ts';
import type { Machine, Monitor } from '../../qemu/machine/machine.ts';
import { idKey, knownValue } from '../../qemu/options/fact.ts';
import { booleanFact, findProperty, type Property } from '../../qemu/options/keyval.ts';
import type { Reach } from '../../qemu/reach/reach.ts';
import { isKnown, type MappedText, partsWithDefaults } from '../../text/mapped-text.ts';

export interface ConnectCommand {
  readonly tool: string;
  /** For a POSIX shell: `"$DIR/m.sock"`. */
  readonly command: string;
  /** Whether it runs before QEMU connects. */
  readonly listens?: true;
  /** Whether it runs a substitution, so that it is not offered for copying. */
  readonly isRisky?: true;
}

/** Leaves with Ctrl-], since Ctrl-C is the monitor's. */
export const LEAVING = 'escape=0x1d';

/** Commands, best first; empty for unknown addresses. QMP needs a JSON client, HMP a raw terminal. */
export function connectCommands(
  machine: Machine,
  monitor: Monitor,
  reach: Reach,
): readonly ConnectCommand[] {
  const chardev = 'chardev' in reach ? reach.chardev : monitor.chardev;
  const own = chardev && isNewEachTime(chardev) ? [] : commandsFor(machine, monitor, reach);
  const all =
    machine.begunByLibvirt && machine.name !== undefined
      ? [...own, virsh(machine.name, monitor)]
      : own;
  const isRisky = chardev !== undefined && !addressesOf(machine, chardev).every(isInert);
  return all.map((one) =>
    isRisky || CONTROL.test(one.command) ? { ...one, isRisky: true as const } : one,
  );
}

const CONTROL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/** `$DIR`, `${XDG_RUNTIME_DIR:-$HOME}`, `~`; not substitutions, arithmetic, `$1`. Linear because of the lookahead. */
const PARAMETER = String.raw`\$[A-Za-z_]\w*(?!\w)|\$\{[A-Za-z_]\w*\}`;
const PLAIN = new RegExp(
  String.raw`^(?:~[+-]?|${PARAMETER}|\$\{[A-Za-z_]\w*:?-(?:[\w./@%+,-]|${PARAMETER}|\$\{[A-Za-z_]\w*:?-[\w./@%+,-]*\})*\})$`,
);

function isInert({ pieces }: MappedText): boolean {
  return partsWithDefaults(pieces).every((part) => {
    return part.kind === 'known' || PLAIN.test(part.source) || ELSEWHERE.has(part.source);
  });
}

/** Directories of other languages, as a shell writes them. systemd's `%t` is `/run` for the system. */
const ELSEWHERE: ReadonlyMap<string, string> = new Map([
  ['%t', '${XDG_RUNTIME_DIR:-/run}'],
  ['%h', '$HOME'],
  ['$(HOME)', '$HOME'],
  ['$(XDG_RUNTIME_DIR)', '$XDG_RUNTIME_DIR'],
  ['(os.environ.get("XDG_RUNTIME_DIR") or os.path.expanduser("~"))', '${XDG_RUNTIME_DIR:-$HOME}'],
]);

function addressesOf(machine: Machine, { properties }: Chardev): readonly MappedText[] {
  const id = findProperty(properties, 'tls-creds')?.value;
  const dir = findProperty((id && machine.objectsById.get(idKey(id)))?.properties ?? [], 'dir');
  const own = properties.filter(isOfAddress).map(({ value }) => value);
  return dir ? [...own, dir.value] : own;
}

const ADDRESSES: ReadonlySet<string> = new Set(['host', 'port', 'path', 'localport']);

function isOfAddress({ key }: Property): boolean {
  return ADDRESSES.has(key);
}

const NEW_EACH_TIME = /\b(?:mktemp|uuidgen|date|S?RANDOM|BASHPID|SECONDS|EPOCH\w+)\b|\$\{?[$!]/;

function isNewEachTime({ properties }: Chardev): boolean {
  return properties
    .filter(isOfAddress)
    .some(({ value }) =>
      value.pieces.some((piece) => piece.kind === 'unknown' && NEW_EACH_TIME.test(piece.source)),
    );
}

function commandsFor(machine: Machine, monitor: Monitor, reach: Reach): readonly ConnectCommand[] {
  const isQmp = monitor.mode === 'qmp';
  const terminal = isQmp ? '-' : `-,raw,echo=0,${LEAVING}`;
  const socat = (address: string): ConnectCommand => {
    return call('socat', terminal, address);
  };
  switch (reach.who) {
    case 'network':
    case 'host': {
      if (reach.port === undefined) return [];
      const peer = { host: peerHost(reach.host), port: shellWord(reach.port) };
      if (reach.protection.kind !== 'none') {
        return reach.transport === 'tcp' ? overTls(machine, reach.chardev, peer, terminal) : [];
      }
      if (reach.transport === 'telnet') {
        return [call('telnet', peer.host, peer.port)];
      }
      if (reach.transport !== 'tcp') return [];
      return [
        ...(isQmp && isShellAddress(peer) ? [call('qmp-shell', `${peer.host}:${peer.port}`)] : []),
        socat(`TCP:${bracketed(peer.host)}:${peer.port}`),
        call('nc', peer.host, peer.port),
      ];
    }
    case 'peer': {
      if (!reach.local || reach.transport !== 'tcp' || reach.port === undefined) return [];
      if (findProperty(reach.chardev.properties, 'tls-creds')) return [];
      const port = shellWord(reach.port);
      const address = `TCP-LISTEN:${port},bind=${bracketed(peerHost(reach.host))},reuseaddr`;
      return [{ ...socat(address), listens: true }];
    }
    case 'datagrams':
      return reach.local ? datagrams(reach.chardev, reach.port, socat) : [];
    case 'abstract': {
      // QEMU and socat have the same default.
      const { backend } = reach.chardev;
      const isLong = backend.kind === 'socket' && isOff(reach.chardev, 'tight');
      const name = shellWord(reach.path, escapedForSocat);
      return [socat(`ABSTRACT-CONNECT:${name}${isLong ? ',unix-tightsocklen=0' : ''}`)];
    }
    case 'directory':
    case 'user':
    case 'device':
      return throughFile(reach.chardev, isQmp, socat);
    case 'unknown':
      return monitor.chardev ? throughFile(monitor.chardev, isQmp, socat) : [];
    case 'nobody':
      return [];
  }
}

function throughFile(
  { backend, properties }: Chardev,
  isQmp: boolean,
  socat: (address: string) => ConnectCommand,
): readonly ConnectCommand[] {
  if (backend.kind === 'other') {
    if (backend.name !== 'pty' || backend.path.kind === 'absent') return [];
    const path = shellWord(backend.path.text, escapedForSocat);
    return [socat(`FILE:${path},raw,echo=0`)];
  }
  if (backend.kind !== 'socket' || backend.path.kind === 'absent') return [];
  const { text } = backend.path;
  if (text.decoded === '') return [];
  if (isClient(backend) === true) {
    const isSaid = isKnown(text) && !findProperty(properties, 'abstract');
    return isSaid
      ? [{ ...socat(`UNIX-LISTEN:${shellWord(text, escapedForSocat)}`), listens: true }]
      : [];
  }
  if (knownValue(backend.server) !== true) return [];
  const path = `${text.decoded.startsWith('-') ? './' : ''}${shellWord(text)}`;
  return [
    // qmp-shell reads one colon as host and port.
    ...(isQmp && !text.decoded.includes(':') ? [call('qmp-shell', path)] : []),
    socat(`UNIX-CONNECT:${shellWord(text, escapedForSocat)}`),
    call('nc', '-U', path),
  ];
}

/** Datagrams must come from QEMU's peer; a port that QEMU picks is unknown (QEMU 10.0). */
function datagrams(
  { backend }: Chardev,
  port: MappedText | undefined,
  socat: (address: string) => ConnectCommand,
): readonly ConnectCommand[] {
  if (backend.kind !== 'udp' || port === undefined) return [];
  const local = backend.localPort;
  if (local.kind === 'absent' || knownValue(local) === '0') return [];
  const address = `UDP:127.0.0.1:${shellWord(local.text)},sourceport=${shellWord(port)},reuseaddr`;
  return [socat(address)];
}

interface Peer {
  readonly host: string;
  readonly port: string;
}

/** Names certificates as QEMU's directory does (docs/system/tls.rst of QEMU 10.0). */
function overTls(
  machine: Machine,
  { properties }: Chardev,
  { host, port }: Peer,
  terminal: string,
): readonly ConnectCommand[] {
  const id = findProperty(properties, 'tls-creds')?.value;
  const object = id && machine.objectsById.get(idKey(id));
  if (object === undefined) return [];
  const address = `${bracketed(host)}:${port}`;
  const openssl = (...words: readonly string[]) =>
    call('openssl', 's_client', '-quiet', '-connect', address, ...words);
  const socat = (...options: readonly string[]) =>
    call('socat', terminal, [`OPENSSL:${address}`, ...options].join(','));
  const dir = findProperty(object.properties, 'dir')?.value;
  switch (object.type) {
    case 'tls-creds-x509': {
      if (dir === undefined) return [];
      const files: readonly (readonly [word: string, option: string, name: string])[] = [
        ['-CAfile', 'cafile', 'ca-cert.pem'],
        ['-cert', 'cert', 'client-cert.pem'],
        ['-key', 'key', 'client-key.pem'],
      ];
      const shown = isOff(object, 'verify-peer') ? files.slice(0, 1) : files;
      return [
        openssl(...shown.flatMap(([word, , name]) => [word, `${shellWord(dir)}/${name}`])),
        socat(
          ...shown.map(
            ([, option, name]) => `${option}=${shellWord(dir, escapedForSocat)}/${name}`,
          ),
        ),
      ];
    }
    case 'tls-creds-anon':
      return [
        openssl('-tls1_2', '-cipher', ANONYMOUS),
        socat('verify=0', `ciphers=${ANONYMOUS}`, 'max-version=TLS1.2'),
      ];
    default:
      return [];
  }
}

const ANONYMOUS = 'aNULL@SECLEVEL=0';

function isOff({ properties }: Pick<Chardev, 'properties'>, key: string): boolean {
  return knownValue(booleanFact(properties, key)) === false;
}

/** qmp-shell needs a numeric port. */
function isShellAddress({ host, port }: Peer): boolean {
  return !host.includes(':') && !/^[A-Za-z]/.test(port);
}

function call(tool: string, ...words: readonly string[]): ConnectCommand {
  return { tool, command: [tool, ...words].join(' ') };
}

function virsh(name: string, { mode }: Monitor): ConnectCommand {
  const domain = quoted(name);
  const pass = (...words: readonly string[]) => call('virsh', 'qemu-monitor-command', ...words);
  return mode === 'qmp'
    ? pass(domain, quoted('{"execute":"query-status"}'))
    : pass('--hmp', domain, quoted('info status'));
}

function peerHost(host: MappedText): string {
  if (hostKind(host) !== 'any') return shellWord(host);
  return host.decoded.includes(':') ? '::1' : '127.0.0.1';
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

/** Escapes for socat (its manual, address specifications). */
export function escapedForSocat(text: string): string {
  return text.replace(/[\\,:!"'()[\]{}]/g, '\\$&');
}

function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

function shellWord(
  { pieces }: MappedText,
  spell: (text: string) => string = (text) => text,
): string {
  const parts = partsWithDefaults(pieces);
  if (parts.every((part) => part.kind === 'known')) {
    return quoted(spell(parts.map(({ text }) => text).join('')));
  }
  const inner = parts.map((part) => {
    return part.kind === 'known' ? inQuotes(spell(part.text)) : unknownPart(part.source);
  });
  return `"${inner.join('')}"`;
}

function inQuotes(text: string): string {
  return text.replace(/[$`"\\]/g, '\\$&');
}

const TILDES: ReadonlyMap<string, string> = new Map([
  ['~', '$HOME'],
  ['~+', '$PWD'],
  ['~-', '$OLDPWD'],
]);

function unknownPart(source: string): string {
  const known = TILDES.get(source) ?? ELSEWHERE.get(source);
  if (known !== undefined) return known;
  return source.startsWith('~') ? `$(echo ${source})` : source;
}
