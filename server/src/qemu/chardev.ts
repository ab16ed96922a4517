/**
 * A character device: what stands behind a monitor. Built from properties, in whichever of the three
 * forms they were written. Follows `qemu_chr_new_from_opts` and the backends' `parse` functions in
 * chardev/ of QEMU 10.0.
 */
import type { ConfigSection } from '../invocation/invocation.ts';
import { isKnown, type MappedText } from '../text/mapped-text.ts';
import type { Span } from '../text/span.ts';
import { type Fact, knownValue } from './fact.ts';
import { booleanFact, booleanOf, findProperty, type Property, propertyFact } from './keyval.ts';
import type { Option } from './options.ts';

/** Where a chardev is defined. */
export type ChardevOrigin =
  /** A device string such as `mon:tcp::4444,server` as the value of `-monitor`, `-serial` … */
  | {
      readonly kind: 'legacy';
      readonly option: Option;
      /** The string without `mon:`. */
      readonly device: MappedText;
      /** `[0, addressEnd)` of `device` is the address: `tcp::4444`. */
      readonly addressEnd: number;
    }
  /** `-chardev socket,id=…`. */
  | { readonly kind: 'option'; readonly option: Option; readonly list: MappedText }
  /** `[chardev "…"]`. */
  | { readonly kind: 'section'; readonly section: ConfigSection }
  /** Nowhere: QEMU makes it for its default monitor. `at` is the program. */
  | { readonly kind: 'default'; readonly at: Span };

/** A stream socket: TCP, or UNIX when `path` is there. */
export interface SocketBackend {
  readonly kind: 'socket';
  readonly host: Fact<string>;
  readonly port: Fact<string>;
  readonly path: Fact<string>;
  readonly fd: Fact<string>;
  /** Whether QEMU listens; by default it connects out. */
  readonly server: Fact<boolean>;
  readonly telnet: Fact<boolean>;
  readonly tn3270: Fact<boolean>;
  readonly websocket: Fact<boolean>;
  readonly abstract: Fact<boolean>;
  readonly tlsCreds: Fact<string>;
  readonly tlsAuthz: Fact<string>;
}

export interface UdpBackend {
  readonly kind: 'udp';
  /** The peer whose datagrams are heard; localhost by default. */
  readonly host: Fact<string>;
  readonly port: Fact<string>;
}

export type Backend =
  | SocketBackend
  | UdpBackend
  /** `mux` over one chardev, `hub` over several, by id. */
  | { readonly kind: 'mux' | 'hub'; readonly members: readonly MappedText[] }
  /** Everything that is no network transport: `stdio`, `vc`, `pty`, `file` … */
  | { readonly kind: 'other'; readonly name: string; readonly path: Fact<string> }
  /** A part that this file does not fix decides what it is. */
  | { readonly kind: 'unknown' }
  /** QEMU does not start with it. */
  | { readonly kind: 'refused'; readonly message: string };

export interface Chardev {
  /** Undefined for a device string, whose id QEMU makes up. */
  readonly id: MappedText | undefined;
  readonly backend: Backend;
  readonly properties: readonly Property[];
  /** True where unknown text may add properties. */
  readonly openEnded: boolean;
  /** Whether front ends may share it (`mux=on`, `mon:`). */
  readonly mux: boolean;
  readonly origin: ChardevOrigin;
}

/** Backends that `-chardev` knows besides those with a case of their own (QEMU 10.0, 11.1). */
const OTHER_BACKENDS = new Set([
  ...[
    'null',
    'msmouse',
    'wctablet',
    'vc',
    'ringbuf',
    'memory',
    'file',
    'pipe',
    'serial',
    'parallel',
  ],
  ...['pty', 'stdio', 'braille', 'testdev', 'spicevmc', 'spiceport', 'qemu-vdagent', 'dbus'],
  ...['console', 'tty', 'parport'],
]);

/** Builds a chardev from the properties of `-chardev` or `[chardev]`. */
export function buildChardev(
  properties: readonly Property[],
  openEnded: boolean,
  id: MappedText | undefined,
  origin: ChardevOrigin,
): Chardev {
  const mux = knownValue(booleanFact(properties, 'mux')) === true;
  const backend = buildBackend(properties, openEnded);
  return { id, backend, properties, openEnded, mux, origin };
}

function buildBackend(properties: readonly Property[], openEnded: boolean): Backend {
  const refusal = listRefusal(properties);
  if (refusal !== undefined) return { kind: 'refused', message: refusal };
  const name = propertyFact(properties, 'backend');
  if (name.kind === 'unknown' || (name.kind === 'absent' && openEnded)) return { kind: 'unknown' };
  if (name.kind === 'absent') return { kind: 'refused', message: 'chardev has no backend' };
  switch (name.value) {
    case 'socket':
      return socketBackend(properties);
    case 'udp':
      return udpBackend(properties);
    case 'mux': {
      const base = findProperty(properties, 'chardev');
      return { kind: 'mux', members: base ? [base.value] : [] };
    }
    case 'hub': {
      const members = properties.filter((property) => /^chardevs\.\d+$/.test(property.key));
      return { kind: 'hub', members: members.map((property) => property.value) };
    }
    default:
      return OTHER_BACKENDS.has(name.value)
        ? { kind: 'other', name: name.value, path: propertyFact(properties, 'path') }
        : { kind: 'refused', message: `'${name.value}' is not a valid char driver name` };
  }
}

/**
 * A socket from properties. `path`, `host` and `fd` exclude each other, `host` needs `port`, and `tls`
 * goes with TCP only (`qmp_chardev_validate_socket` and `qemu_chr_parse_socket`).
 */
export function socketBackend(properties: readonly Property[]): Backend {
  const fact = (key: string) => propertyFact(properties, key);
  const flag = (key: string) => booleanFact(properties, key);
  const socket: SocketBackend = {
    kind: 'socket',
    host: fact('host'),
    port: fact('port'),
    path: fact('path'),
    fd: fact('fd'),
    server: flag('server'),
    telnet: flag('telnet'),
    tn3270: flag('tn3270'),
    websocket: flag('websocket'),
    abstract: flag('abstract'),
    tlsCreds: fact('tls-creds'),
    tlsAuthz: fact('tls-authz'),
  };
  const wait = findProperty(properties, 'wait') !== undefined;
  const message = listRefusal(properties) ?? socketRefusal(socket, wait);
  return message === undefined ? socket : { kind: 'refused', message };
}

function socketRefusal(socket: SocketBackend, wait: boolean): string | undefined {
  const client = socket.server.kind === 'absent' || knownValue(socket.server) === false;
  const addresses = [socket.path, socket.host, socket.fd].filter((fact) => fact.kind !== 'absent');
  if (addresses.length > 1) return "only one of 'path', 'host' and 'fd' can be given";
  if (socket.host.kind !== 'absent' && socket.port.kind === 'absent') {
    return 'chardev: socket: no port given';
  }
  if (socket.tlsAuthz.kind !== 'absent' && socket.tlsCreds.kind === 'absent') {
    return "'tls-authz' needs 'tls-creds'";
  }
  if (socket.tlsCreds.kind !== 'absent' && socket.path.kind !== 'absent') {
    return 'TLS can only be used over TCP sockets';
  }
  if (client && wait) return "'wait' option is incompatible with socket in client connect mode";
  if (client && knownValue(socket.host) === '') return 'address resolution failed';
  if (client && knownValue(socket.websocket) === true) {
    return "'websocket' needs the server option";
  }
  return undefined;
}

/**
 * The keys of `qemu_chardev_opts` in chardev/char.c: one list for all backends, of QEMU 10.0 with those
 * added until 11.1. `nodelay` alone is read as no + `delay`.
 */
const CHARDEV_KEYS = new Set([
  ...['backend', 'id', 'path', 'input-path', 'host', 'port', 'to', 'fd', 'localaddr', 'localport'],
  ...['ipv4', 'ipv6', 'server', 'wait', 'telnet', 'tn3270', 'websocket', 'delay', 'nodelay'],
  ...['reconnect', 'reconnect-ms', 'tls-creds', 'tls-authz', 'abstract', 'tight', 'mux', 'logfile'],
  ...['logappend', 'signal', 'append', 'width', 'height', 'cols', 'rows', 'encoding', 'size'],
  ...['chardev', 'name', 'debug', 'mouse', 'clipboard'],
]);
const BOOLEAN_KEYS = new Set([
  ...['ipv4', 'ipv6', 'server', 'wait', 'telnet', 'tn3270', 'websocket', 'delay', 'nodelay'],
  ...['abstract', 'tight', 'mux', 'logappend', 'signal', 'append', 'mouse', 'clipboard'],
]);

/** Why QEMU refuses a list of chardev properties as such, whatever the backend. */
function listRefusal(properties: readonly Property[]): string | undefined {
  for (const { key, keyText, value, flag } of properties) {
    if (keyText !== undefined && !isKnown(keyText)) continue;
    if (!CHARDEV_KEYS.has(key) && !/^chardevs\.\d+$/.test(key)) return `Invalid parameter '${key}'`;
    if (
      flag === undefined &&
      BOOLEAN_KEYS.has(key) &&
      isKnown(value) &&
      booleanOf(value.text) === undefined
    ) {
      return `Parameter '${key}' expects 'on' or 'off'`;
    }
  }
  return undefined;
}

/** A datagram socket from properties; `port` is the peer's and required. */
export function udpBackend(properties: readonly Property[]): Backend {
  const port = propertyFact(properties, 'port');
  if (port.kind === 'absent' || knownValue(port) === '') {
    return { kind: 'refused', message: 'remote port not specified' };
  }
  return { kind: 'udp', host: propertyFact(properties, 'host'), port };
}

/** The same chardev after `-set chardev.ID.key=value`. */
export function withProperty(chardev: Chardev, property: Property): Chardev {
  const properties = [...chardev.properties, property];
  const { backend } = chardev;
  if (backend.kind === 'udp') return { ...chardev, properties, backend: udpBackend(properties) };
  if (backend.kind !== 'socket') return { ...chardev, properties };
  return { ...chardev, properties, backend: socketBackend(properties) };
}

/** Whether a socket chardev uses the network rather than a UNIX socket or an inherited descriptor. */
export function isTcp(socket: SocketBackend): boolean {
  return socket.host.kind !== 'absent';
}

/** The property that gives the host, where there is one. */
export function hostProperty(chardev: Chardev): Property | undefined {
  return findProperty(chardev.properties, 'host');
}
