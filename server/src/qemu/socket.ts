/**
 * Socket and datagram chardevs: what their properties say, and what QEMU refuses of it
 * (`qemu_chr_parse_socket`, `qmp_chardev_validate_socket` in chardev/char-socket.c, chardev/char-udp.c,
 * util/qemu-sockets.c of QEMU 10.0).
 */
import { isKnown } from '../text/mapped-text.ts';
import { hostRefusal } from './address.ts';
import { type Fact, knownValue } from './fact.ts';
import { booleanFact, findProperty, type Property, propertyFact } from './keyval.ts';
import { isTemplate, lack, type Refusal, refusal } from './refusal.ts';
import type { QemuVersion } from './version.ts';

/** A stream socket: TCP, or UNIX when `path` is there. */
export interface SocketBackend {
  readonly kind: 'socket';
  readonly host: Fact<string>;
  readonly port: Fact<string>;
  /** The last port to try, from `port` on. */
  readonly to: Fact<string>;
  readonly path: Fact<string>;
  readonly fd: Fact<string>;
  readonly ipv4: Fact<boolean>;
  readonly ipv6: Fact<boolean>;
  /** Whether QEMU listens; by default it connects out. */
  readonly server: Fact<boolean>;
  /** Whether QEMU does not start before a client comes; by default it waits. */
  readonly wait: Fact<boolean>;
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
  /** The address that QEMU binds; any by default. */
  readonly localAddress: Fact<string>;
  readonly localPort: Fact<string>;
}

/** A backend, or why there is none. */
export type BackendResult<B> = B | { readonly kind: 'refused'; readonly refusal: Refusal };

/** A socket from the properties of a list, a section or a device string. */
export function socketBackend(
  properties: readonly Property[],
  version: QemuVersion,
): BackendResult<SocketBackend> {
  const fact = (key: string) => propertyFact(properties, key);
  const flag = (key: string) => booleanFact(properties, key);
  const socket: SocketBackend = {
    kind: 'socket',
    host: fact('host'),
    port: fact('port'),
    to: fact('to'),
    path: fact('path'),
    fd: fact('fd'),
    ipv4: flag('ipv4'),
    ipv6: flag('ipv6'),
    server: flag('server'),
    wait: flag('wait'),
    telnet: flag('telnet'),
    tn3270: flag('tn3270'),
    websocket: flag('websocket'),
    abstract: flag('abstract'),
    tlsCreds: fact('tls-creds'),
    tlsAuthz: fact('tls-authz'),
  };
  const found = socketRefusal(properties, socket, version);
  return found ? { kind: 'refused', refusal: found } : socket;
}

/** Whether QEMU connects out; undefined where that is unknown. */
function isClient({ server }: SocketBackend): boolean | undefined {
  if (server.kind === 'absent') return true;
  return server.kind === 'known' ? !server.value : undefined;
}

function socketRefusal(
  properties: readonly Property[],
  socket: SocketBackend,
  version: QemuVersion,
): Refusal | undefined {
  const { path, host, port, server, tlsCreds, tlsAuthz } = socket;
  const at = (key: string, message: string): Refusal | undefined => {
    const property = findProperty(properties, key);
    return property && refusal(property.keyText ?? property.value, message);
  };
  const without = (key: string, message: string): Refusal | undefined => {
    const property = findProperty(properties, key);
    return property && lack(property.keyText ?? property.value, message);
  };
  if (version < 700 && [path, host, socket.fd].every(({ kind }) => kind === 'absent')) {
    return without('backend', "Exactly one of 'path', 'fd' or 'host' option required.");
  }
  const [, second] = ['host', 'path', 'fd'].filter((key) => findProperty(properties, key));
  if (second) return at(second, "None or one of 'path', 'fd' or 'host' option required.");
  if (host.kind !== 'absent' && port.kind === 'absent') {
    return without('host', 'chardev: socket: no port given');
  }
  if (findProperty(properties, 'delay') && findProperty(properties, 'nodelay')) {
    return at('nodelay', "'delay' and 'nodelay' are mutually exclusive");
  }
  if (path.kind !== 'absent' && tlsCreds.kind !== 'absent') {
    return at('tls-creds', "'tls_creds' option is incompatible with 'unix' address type");
  }
  if (tlsAuthz.kind !== 'absent' && tlsCreds.kind === 'absent') {
    return without('tls-authz', "'tls_authz' option requires 'tls_creds' option");
  }
  return (
    directionRefusal(properties, socket, version, server.kind === 'absent' ? without : at) ??
    (path.kind !== 'absent' ? pathRefusal(socket) : undefined) ??
    (host.kind !== 'absent' ? addressRefusal(socket, at) : undefined)
  );
}

/** Properties that go with a server or with a client only. */
function directionRefusal(
  properties: readonly Property[],
  socket: SocketBackend,
  version: QemuVersion,
  at: (key: string, message: string) => Refusal | undefined,
): Refusal | undefined {
  const client = isClient(socket);
  const descriptor = socket.host.kind === 'absent' && socket.path.kind === 'absent';
  const reconnect = findProperty(properties, 'reconnect');
  const milliseconds = findProperty(properties, 'reconnect-ms');
  if (descriptor && (reconnect ?? (version >= 1002 ? milliseconds : undefined))) {
    const key = reconnect ? 'reconnect' : 'reconnect-ms';
    return at(key, `'${key}' option is incompatible with 'fd' address type`);
  }
  if (descriptor && client === true && socket.fd.kind === 'absent') {
    const place = findProperty(properties, 'port') ?? findProperty(properties, 'backend');
    return place && lack(place.value, 'Unable to parse FD number');
  }
  if (descriptor && socket.fd.kind === 'known' && !/^\s*[-+]?\d+$/.test(socket.fd.value)) {
    return at('fd', `Unable to parse FD number ${socket.fd.value}`);
  }
  if (descriptor && client === true && socket.tlsCreds.kind !== 'absent') {
    return at('tls-creds', "'tls_creds' option is incompatible with 'fd' address type as client");
  }
  if (client === false) {
    const key = reconnect ? 'reconnect' : milliseconds && version >= 1002 ? 'reconnect-ms' : '';
    if (key === '') return undefined;
    return at(key, `'${key}' option is incompatible with socket in server listen mode`);
  }
  if (client !== true) return undefined;
  if (knownValue(socket.websocket) === true) {
    return at('websocket', 'Websocket client is not implemented');
  }
  if (socket.wait.kind !== 'absent' && version >= 600) {
    return at('wait', "'wait' option is incompatible with socket in client connect mode");
  }
  if (reconnect && milliseconds) {
    return at('reconnect', "'reconnect' and 'reconnect-ms' are mutually exclusive");
  }
  return undefined;
}

/** `sizeof(sun_path)`: QEMU fills all of it, and an abstract name needs one byte for its NUL. */
const SUN_PATH = 108;

function pathRefusal({ path, abstract }: SocketBackend): Refusal | undefined {
  if (path.kind !== 'known' || abstract.kind === 'unknown') return undefined;
  const bytes = new TextEncoder().encode(path.value).length;
  const limit = knownValue(abstract) === true ? SUN_PATH - 1 : SUN_PATH;
  return bytes > limit ? refusal(path.text, `UNIX socket path is too long`) : undefined;
}

function addressRefusal(
  socket: SocketBackend,
  at: (key: string, message: string) => Refusal | undefined,
): Refusal | undefined {
  const { host, port, ipv4, ipv6 } = socket;
  if (knownValue(ipv4) === false && knownValue(ipv6) === false) {
    return at('ipv6', 'Cannot disable IPv4 and IPv6 at same time');
  }
  if (host.kind === 'absent' || !isKnown(host.text)) return undefined;
  const client = isClient(socket);
  const hostWords =
    client === undefined
      ? undefined
      : hostRefusal(host.text.text, client, { ipv4: knownValue(ipv4), ipv6: knownValue(ipv6) });
  const portText = port.kind === 'known' ? port.value : '0';
  if (hostWords !== undefined || !isPort(portText)) {
    return refusal(
      hostWords === undefined && port.kind === 'known' ? port.text : host.text,
      `address resolution failed for ${host.text.text}:${portText}: ${hostWords ?? 'Servname not supported for ai_socktype'}`,
    );
  }
  return undefined;
}

/**
 * Whether getaddrinfo(3) could take a text as a port: a number, or a name as /etc/services has them.
 * Numbers above 65535 wrap around.
 */
function isPort(text: string): boolean {
  return isTemplate(text) || !/[^\w.+*-]/.test(text);
}

/** A datagram socket from properties; `port` is the peer's and required. */
export function udpBackend(properties: readonly Property[]): BackendResult<UdpBackend> {
  const port = propertyFact(properties, 'port');
  const place =
    findProperty(properties, 'port') ?? findProperty(properties, 'backend') ?? properties[0];
  if ((port.kind === 'absent' || knownValue(port) === '') && place) {
    const found = lack(place.value, 'chardev: udp: remote port not specified');
    return { kind: 'refused', refusal: found };
  }
  return {
    kind: 'udp',
    host: propertyFact(properties, 'host'),
    port,
    localAddress: propertyFact(properties, 'localaddr'),
    localPort: propertyFact(properties, 'localport'),
  };
}

/** Whether a socket chardev uses the network rather than a UNIX socket or an inherited descriptor. */
export function isTcp(socket: SocketBackend): boolean {
  return socket.host.kind !== 'absent';
}
