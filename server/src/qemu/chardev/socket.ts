/** Sockets and datagrams (chardev/char-socket.c, chardev/char-udp.c, util/qemu-sockets.c of QEMU 10.0). */
import { isKnown, type MappedText } from '../../text/mapped-text.ts';
import { type Fact, knownValue } from '../options/fact.ts';
import { booleanFact, findProperty, type Property, propertyFact } from '../options/keyval.ts';
import { numberOf } from '../options/property-check.ts';
import { isTemplate, lack, type Refusal, refusal } from '../options/refusal.ts';
import type { QemuVersion } from '../options/version.ts';
import { hostRefusal, literalFamily } from './address.ts';

/** UNIX with `path`, else TCP. */
export interface SocketBackend {
  readonly kind: 'socket';
  readonly host: Fact<string>;
  readonly port: Fact<string>;
  /** The last port to try. */
  readonly to: Fact<string>;
  readonly path: Fact<string>;
  readonly fd: Fact<string>;
  readonly ipv4: Fact<boolean>;
  readonly ipv6: Fact<boolean>;
  /** QEMU's default is off. */
  readonly server: Fact<boolean>;
  /** Whether a server waits for a client before the machine starts; QEMU's default is on. */
  readonly wait: Fact<boolean>;
  readonly telnet: Fact<boolean>;
  readonly tn3270: Fact<boolean>;
  readonly websocket: Fact<boolean>;
  readonly abstract: Fact<boolean>;
  readonly tlsCreds: Fact<string>;
  readonly tlsAuthz: Fact<string>;
}

/** `-chardev udp,host=H,port=P` or `udp:H:P@LOCAL`. */
export interface UdpBackend {
  readonly kind: 'udp';
  /** QEMU's default is localhost. */
  readonly host: Fact<string>;
  readonly port: Fact<string>;
  /** QEMU's default is any address. */
  readonly localAddress: Fact<string>;
  readonly localPort: Fact<string>;
}

type BackendResult<B> = B | { readonly kind: 'refused'; readonly refusal: Refusal };

/** A stream socket from properties. */
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

/** Whether QEMU connects; undefined if unknown. */
export function isClient({ server }: SocketBackend): boolean | undefined {
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
  const direction = directionRefusal(
    properties,
    socket,
    version,
    server.kind === 'absent' ? without : at,
  );
  if (direction || connectsLater(properties, socket)) return direction;
  return (
    (path.kind !== 'absent' ? pathRefusal(socket) : undefined) ??
    (host.kind !== 'absent' ? addressRefusal(socket, at) : undefined)
  );
}

/** Whether QEMU connects later, and so starts with any address. */
function connectsLater(properties: readonly Property[], socket: SocketBackend): boolean {
  if (isClient(socket) !== true) return false;
  return ['reconnect', 'reconnect-ms'].some((key) => {
    const interval = propertyFact(properties, key);
    return interval.kind === 'known' && (numberOf(interval.value) ?? 0n) > 0n;
  });
}

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
    return place && { ...lack(place.value, 'Unable to parse FD number'), needs: 'address' };
  }
  const listensNowhere = client === false && knownValue(socket.fd) === '';
  const fd = knownValue(socket.fd);
  const unreadable = fd !== undefined && !isInt(fd) && !isTemplate(fd);
  if (descriptor && unreadable && !listensNowhere && !connectsLater(properties, socket)) {
    return at('fd', `Unable to parse FD number ${fd}`);
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

function isInt(text: string): boolean {
  return /^\s*[-+]?\d+$/.test(text) && Math.abs(Number(text)) < 2 ** 31;
}

/** `sizeof(sun_path)`; an abstract name has a NUL in it. */
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
  const families = { ipv4: knownValue(ipv4), ipv6: knownValue(ipv6) };
  const words = client === undefined ? undefined : hostRefusal(host.text.decoded, client, families);
  const nothing = client === false && host.text.decoded === '' && knownValue(port) === '';
  const found = resolutionRefusal(host.text, port, nothing ? UNKNOWN_NAME : words);
  if (found || client !== false || !isEmptyRange(socket)) return found;
  return at('to', 'Failed to create a socket');
}

/** Whether `to` is below the port, as numbers of 16 bits. */
function isEmptyRange({ port, to }: SocketBackend): boolean {
  if (port.kind !== 'known' || to.kind !== 'known') return false;
  const last = numberOf(to.value);
  if (last === undefined || !/^\s*[-+]?\d+$/.test(port.value)) return false;
  return BigInt.asUintN(16, last) < BigInt.asUintN(16, BigInt(port.value.trim()));
}

/** getaddrinfo's message, also without host and port. */
const UNKNOWN_NAME = 'Name or service not known';

function resolutionRefusal(
  host: MappedText,
  port: Fact<string>,
  words: string | undefined,
): Refusal | undefined {
  const number = port.kind === 'known' ? port.value : '';
  if (words === undefined && isPort(number)) return undefined;
  const place = words === undefined && port.kind === 'known' ? port.text : host;
  const why = words ?? 'Servname not supported for ai_socktype';
  return refusal(place, `address resolution failed for ${host.decoded}:${number}: ${why}`);
}

/** Whether getaddrinfo(3) may accept it: a service, a number of strtoul(3), which wraps, or empty for any. */
function isPort(text: string): boolean {
  if (text === '' || /^\d{1,9}$/.test(text) || isTemplate(text)) return true;
  if (!/^\s*[-+]?\d+$/.test(text)) return /^[a-z\d][\w.+*-]*$/i.test(text);
  const number = BigInt(text.trim());
  const magnitude = number < 0n ? -number : number;
  return magnitude < 2n ** 64n && BigInt.asIntN(32, number) >= 0n;
}

/** A datagram chardev; `port` is required. */
export function udpBackend(properties: readonly Property[]): BackendResult<UdpBackend> {
  const port = propertyFact(properties, 'port');
  const place =
    findProperty(properties, 'port') ?? findProperty(properties, 'backend') ?? properties[0];
  if ((port.kind === 'absent' || knownValue(port) === '') && place) {
    const found = lack(place.value, 'chardev: udp: remote port not specified');
    return { kind: 'refused', refusal: found };
  }
  const udp: UdpBackend = {
    kind: 'udp',
    host: propertyFact(properties, 'host'),
    port,
    localAddress: propertyFact(properties, 'localaddr'),
    localPort: propertyFact(properties, 'localport'),
  };
  const found = place && datagramRefusal(udp, properties, place.value);
  return found ? { kind: 'refused', refusal: found } : udp;
}

/** The refusal of `inet_dgram_saddr`: of the peer, or of the local address in the peer's family. */
function datagramRefusal(
  { host, port, localAddress, localPort }: UdpBackend,
  properties: readonly Property[],
  place: MappedText,
): Refusal | undefined {
  const ipv4 = knownValue(booleanFact(properties, 'ipv4'));
  const ipv6 = knownValue(booleanFact(properties, 'ipv6'));
  if (ipv4 === false && ipv6 === false) {
    return refusal(place, 'Cannot disable IPv4 and IPv6 at same time');
  }
  const peer = host.kind === 'unknown' ? undefined : knownValue(host) || 'localhost';
  const peerWords = peer === undefined ? undefined : hostRefusal(peer, true, { ipv4, ipv6 });
  const remote = resolutionRefusal(host.kind === 'known' ? host.text : place, port, peerWords);
  if (remote || localAddress.kind === 'unknown') return remote;
  const family = peer === undefined ? undefined : literalFamily(peer);
  const own = {
    ipv4: family === '4' ? true : undefined,
    ipv6: family === '6' ? true : undefined,
  };
  const { value, text } = localAddress.kind === 'known' ? localAddress : { value: '', text: place };
  return resolutionRefusal(text, localPort, hostRefusal(value, false, own));
}

/** No UNIX socket or inherited descriptor. */
export function isTcp(socket: SocketBackend): boolean {
  return socket.host.kind !== 'absent';
}
