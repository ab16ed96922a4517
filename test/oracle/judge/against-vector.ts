/**
 * Asks the judge about a vector and compares what QEMU did with what the vector says, field by field. Each
 * field that is compared counts, and those that cannot be read back from outside are not: the mode of a
 * monitor on null, msmouse, a SPICE port, the implicit vc, or a socket without an address.
 */
import { SocketAddress } from 'node:net';
import { isDeepStrictEqual } from 'node:util';
import { hostKind } from '../../../server/src/qemu/chardev/address.ts';
import { verbatim } from '../../../server/src/text/mapped-text.ts';
import { encodingsOf } from '../../support/encodings.ts';
import {
  type AcceptedVector,
  argvOf,
  type Vector,
  type VectorChardev,
  type VectorMonitor,
} from '../data/vectors.ts';
import { describe, modesIn } from './greet.ts';
import { isPlace } from './running.ts';
import {
  type Accepted,
  type Chardev,
  type Door,
  type DoorKind,
  type Endpoint,
  type Greeting,
  type Listener,
  PASSED_DESCRIPTOR,
  PASSED_SOCKET,
  type Peer,
  type Question,
} from './verdict.ts';

/** What a comparison found. */
interface Comparison {
  readonly compared: number;
  /** One sentence each: `m: port: 4444 expected, 5555 seen`. */
  readonly disagreements: readonly string[];
}

type Check = (field: string, expected: unknown, seen: unknown) => void;

const LOG = '/run/vm/judge.log';

/** The question that a vector is, with all that QEMU needs to be there. */
export function questionOf(vector: Vector): Question {
  const [program = '', ...argv] = argvOf(vector);
  const question = { program, argv, files: vector.files, probe: true };
  if (!vector.accepted) return question;
  const peers: Peer[] = [];
  const read: string[] = [];
  const pipes: string[] = [];
  for (const monitor of vector.monitors) {
    const { backend, host = '', port = '', path = '' } = monitor;
    if (backend === 'udp') peers.push({ kind: 'udp', address: '127.0.0.1', port: Number(port) });
    // A client with another port waits for a peer.
    if (backend === 'socket' && !monitor.server && (path !== '' || Number(port) > 0)) {
      peers.push(
        monitor.path === undefined
          ? { kind: 'tcp', address: host, port: Number(port) }
          : { kind: 'unix', path },
      );
    }
    if (backend === 'pipe') pipes.push(path);
    if (backend === 'pipe') read.push(`${path}.out`);
    if (backend === 'file') read.push(path);
    if (isLogged(monitor)) {
      // What a virtual console shows can be read in its log only.
      argv.push('-set', `chardev.${monitor.chardev}.logfile=${LOG}`);
      read.push(LOG);
    }
  }
  return { ...question, argv, peers, pipes, read, passSocket: vector.requires === 'fd9' };
}

const isLogged = ({ backend, implicit }: VectorMonitor): boolean => backend === 'vc' && !implicit;

/** What is expected of a command line that QEMU accepts. */
type Expected = Pick<AcceptedVector, 'base' | 'args' | 'monitors' | 'chardevs'> & {
  /** Whether `tls-authz` admits CN=client alone, as in all vectors, or anyone. */
  readonly admitsAnyone?: true;
};

/** Compares all monitors, and that there is no other; with `chardevs` all chardevs and listeners. */
export function compareAccepted(expected: Expected, seen: Accepted): Comparison {
  const disagreements: string[] = [];
  let compared = 0;
  const checkOf =
    (about: string): Check =>
    (field, wanted, actual) => {
      compared++;
      if (isDeepStrictEqual(wanted, actual)) return;
      const sides = `${JSON.stringify(wanted)} expected, ${JSON.stringify(actual)} seen`;
      disagreements.push(`${about}: ${field}: ${sides}`);
    };
  const all = checkOf('all');
  const { monitors, chardevs = [] } = expected;
  const described = [...monitors, ...chardevs];
  all('ended', undefined, seen.ended);
  all('hung', false, seen.hung);
  all(
    'wait',
    described.some(({ wait }) => wait),
    seen.waitedFor.length > 0,
  );
  const claimed: Endpoint[] = [];
  const isClaimed = (at: Endpoint) => claimed.some((one) => isDeepStrictEqual(one, at));
  const compareOne = (one: VectorChardev): readonly Greeting[] => {
    const greetings = seen.greetings.filter((greeting) => carries(greeting, one, seen));
    claimed.push(...greetings.map(({ at }) => at));
    claimed.push(...seen.listeners.filter((listener) => isUdpOf(one, listener)));
    compareChardev(one, greetings, seen, checkOf(one.chardev));
    return greetings;
  };
  for (const monitor of monitors) {
    const greetings = compareOne(monitor);
    compareMonitor(monitor, expected, greetings, seen, checkOf(monitor.chardev));
  }
  for (const chardev of chardevs) compareOne(chardev);
  const others = seen.greetings.filter(({ at }) => !isClaimed(at));
  all('monitors elsewhere', [], others.filter(hasMonitor));
  // These machines have no devices, so every front end of a chardev is a monitor.
  if (!mayHaveDevices(expected)) all('monitors attached', [], attachedElsewhere(monitors, seen));
  const stdio = monitors.some(({ backend }) => backend === 'stdio');
  if (!stdio) all('monitors on stdout', [], modesIn(seen.stdout));
  if (expected.chardevs) {
    const labels = new Set(described.flatMap((one) => [one.chardev, leafOf(one)]));
    const isOther = ({ label }: Chardev) => !labels.has(label) && !isQemus(label);
    all('chardevs elsewhere', [], (seen.chardevs ?? []).filter(isOther));
    // QEMU inherits the socket that is passed, whether it uses it or not.
    const isFree = (listener: Listener) =>
      !isClaimed(listener) && !(listener.kind === 'unix' && listener.path === PASSED_SOCKET);
    all('listeners elsewhere', [], seen.listeners.filter(isFree));
  }
  const numbered = (ids: readonly string[]): readonly string[] =>
    [...new Set(ids.filter(isNumbered))].sort();
  all(
    'monitors without a chardev option',
    numbered(described.map(({ chardev }) => chardev)),
    numbered(seen.chardevs?.map(({ label }) => label) ?? []),
  );
  return { compared, disagreements };
}

/** The chardevs of devices that a machine has without being asked for; `#` begins names of QEMU's making. */
const isQemus = (label: string): boolean =>
  ['serial0', 'parallel0', 'gdb'].includes(label) || label.startsWith('#');
const isNumbered = (id: string): boolean =>
  id.startsWith('compat_monitor') && !id.endsWith('-base');
const shown = ({ modes, behind }: Door): readonly string[] => [...modes, ...behind];
const hasMonitor = ({ doors }: Greeting): boolean => doors.some((door) => shown(door).length > 0);

const mayHaveDevices = ({ base, args }: Expected): boolean =>
  base.startsWith('pc') || args.includes('-netdev');

/** The ids of chardevs with a front end that no monitor explains. */
function attachedElsewhere(monitors: readonly VectorMonitor[], seen: Accepted): readonly string[] {
  const explained = new Set(monitors.flatMap((monitor) => [monitor.chardev, monitor.via]));
  const fronts = new Set(['mux', 'hub']);
  // The accelerator for tests holds its own.
  return (seen.chardevs ?? [])
    .filter(({ label, frontendOpen }) => frontendOpen && !explained.has(label))
    .filter(({ filename }) => !fronts.has(filename))
    .map(({ label }) => label)
    .filter((label) => !label.endsWith('-base') && label !== 'qtest');
}

/** The id of the chardev that holds the transport. */
function leafOf({ chardev, via, mux }: VectorChardev): string {
  return via ?? (mux ? `${chardev}-base` : chardev);
}

function chardevCalled(id: string, seen: Accepted): Chardev | undefined {
  return seen.chardevs?.find(({ label }) => label === id);
}

/** Whether an endpoint is the chardev's. */
function carries({ at, chardev }: Greeting, one: VectorChardev, seen: Accepted): boolean {
  const leaf = leafOf(one);
  if (chardev !== undefined) return chardev === leaf;
  if (at.kind === 'peer') {
    const { peer } = at;
    if (one.server) return false;
    return peer.kind === 'unix' ? peer.path === one.path : String(peer.port) === one.port;
  }
  // No client got in, or one was there before, so QMP did not say which chardev it is.
  const filename = chardevCalled(leaf, seen)?.filename ?? '';
  if (at.kind === 'tcp') {
    const isAt = (name: string) => name.includes(`:${at.port},`);
    // QEMU shows the port that it chose for the first address of a host, and not the one for the second.
    const isChosen = one.server && one.port !== undefined && isPort(0, one.port);
    return isAt(filename) || (isChosen && !seen.chardevs?.some((other) => isAt(other.filename)));
  }
  const place = filename.replace('disconnected:', '');
  return (at.kind === 'unix' || at.kind === 'abstract') && isPlace(place, at);
}

function compareChardev(
  one: VectorChardev,
  greetings: readonly Greeting[],
  seen: Accepted,
  check: Check,
): void {
  const chardev = chardevCalled(one.chardev, seen);
  check('chardev', one.chardev, chardev?.label);
  check('mux', one.mux, chardev?.filename === 'mux');
  check('hub', one.hub, chardev?.filename === 'hub');
  const filename = chardevCalled(leafOf(one), seen)?.filename;
  check('backend', one.backend, backendOf(filename));
  if (one.backend === 'socket') compareSocket(one, filename ?? '', greetings, check);
  if (one.backend === 'udp') compareUdp(one, seen, check);
}

function compareMonitor(
  monitor: VectorMonitor,
  expected: Expected,
  greetings: readonly Greeting[],
  seen: Accepted,
  check: Check,
): void {
  const { backend } = monitor;
  check('attached', true, chardevCalled(monitor.chardev, seen)?.frontendOpen);
  if (backend === 'file') comparePrinted(monitor, seen.files[monitor.path ?? ''], check);
  if (backend === 'pipe') comparePrinted(monitor, seen.files[`${monitor.path}.out`], check);
  if (isLogged(monitor)) comparePrinted(monitor, seen.files[LOG], check);
  const [first] = greetings;
  if (first === undefined) return;
  compareDoors(monitor, expected, first, check);
}

/** What a monitor prints where no client connects, if its file was asked for. */
function comparePrinted(monitor: VectorMonitor, text: string | undefined, check: Check): void {
  if (text === undefined) return;
  const { modes, pretty } = describe('plain', text, '', true);
  check('mode', [monitor.mode], modes);
  if (monitor.mode === 'control') check('pretty', monitor.pretty, pretty);
}

/** `disconnected:telnet:…` is a socket; QEMU names most others by their backend. */
function backendOf(filename: string | undefined): string | undefined {
  const [kind] = (filename ?? '').replace('disconnected:', '').split(':');
  const sockets = ['tcp', 'telnet', 'websocket', 'unix', 'fd', 'socket', 'tn3270'];
  return kind !== undefined && sockets.includes(kind) ? 'socket' : kind;
}

function compareDoors(
  monitor: VectorMonitor,
  { monitors, admitsAnyone }: Expected,
  { at, doors }: Greeting,
  check: Check,
): void {
  const { tls, authz, mux, hub, backend, websocket, mode, pretty } = monitor;
  const sharing = monitors.filter((other) => leafOf(other) === leafOf(monitor));
  const modes: readonly string[] = [...new Set(sharing.map((other) => other.mode))].sort();
  // Ctrl-a c is not tried in a websocket or a terminal, a small buffer holds the end of a greeting only, a hub
  // greets who connects, and QEMU 10.0 greets nothing through telnet with TLS.
  const isPartial =
    (mux && (websocket || at.kind === 'pty')) ||
    at.kind === 'ringbuf' ||
    (hub && backend !== 'socket') ||
    (tls !== undefined && (monitor.telnet || monitor.tn3270)) ||
    (admitsAnyone === true && authz !== undefined);
  for (const [kind, admitted] of Object.entries(expectedDoors(monitor))) {
    const door = doors.find((each) => each.door === kind);
    const greeted = door && [...shown(door)].sort();
    if (isPartial && greeted?.every((one) => modes.includes(one))) continue;
    check(`mode at ${kind}`, admitted ? modes : [], greeted);
  }
  const usual = doors.find(({ door }) => door === (websocket ? 'websocket' : 'plain'));
  const open = tls === undefined ? usual : doors.find((door) => shown(door).length > 0);
  if (open === undefined || isPartial) return;
  check('telnet negotiation', monitor.telnet || monitor.tn3270, open.telnet);
  // A websocket's frames divide the lines, and of several monitors the first may be another.
  const isAlike = sharing.every((other) => other.mode !== mode || other.pretty === pretty);
  if (mode === 'control' && !websocket && isAlike) check('pretty', pretty, open.pretty);
  // QMP greets without the focus, too.
  if (mode === 'readline' && mux && monitor.focus !== undefined) {
    check('focus', monitor.focus, open.modes.includes(mode));
  }
}

/** Who gets in by which door, where the answer is worth a knock. */
function expectedDoors({
  tls,
  websocket,
  authz,
  unreachable,
}: VectorMonitor): Partial<Record<DoorKind, boolean>> {
  if (tls === undefined) return websocket ? { plain: false, websocket: true } : { plain: true };
  switch (tls.type) {
    case 'tls-creds-x509': {
      const open = !tls.verifyPeer;
      const client = !unreachable;
      const other = open || (client && authz === undefined);
      return { plain: false, 'tls-bare': open, 'tls-client': client, 'tls-other': other };
    }
    case 'tls-creds-anon':
      return { plain: false, 'tls-client': false, 'tls-anonymous': true, 'tls-psk': false };
    case 'tls-creds-psk':
      return { plain: false, 'tls-anonymous': false, 'tls-psk': true, 'tls-wrong-psk': false };
  }
}

function compareSocket(
  one: VectorChardev,
  filename: string,
  greetings: readonly Greeting[],
  check: Check,
): void {
  const { host, port, path, fd, server } = one;
  if (fd === '') {
    check('endpoints', 0, greetings.length);
    return;
  }
  check(
    'server',
    server,
    greetings.some(({ at }) => at.kind !== 'peer'),
  );
  const waits = filename.startsWith('disconnected:');
  const [protocol, ...address] = filename.replace('disconnected:', '').split(':');
  if (path === undefined && fd === undefined) {
    check('telnet', one.telnet, protocol === 'telnet');
    // Of both QEMU names the first.
    if (!one.telnet) check('websocket', one.websocket, protocol === 'websocket');
  }
  const expectedPath = Number(fd) === PASSED_DESCRIPTOR ? PASSED_SOCKET : path;
  // QEMU does not look at `abstract` beside `fd`.
  const placed = fd === undefined ? one : { ...one, abstract: false };
  if (expectedPath !== undefined) comparePath(placed, expectedPath, greetings, check);
  if (host === undefined || port === undefined) return;
  if (!server) {
    const end = address.join(':').split(',')[0] ?? '';
    // `127.0.0.1:39582 <-> 127.0.0.1:4444`, the other end last.
    if (waits) check('host and port', `${host}:${port}`, end);
    else compareAddresses(one, [readEnd(end.split(' <-> ')[1] ?? '')], check);
    return;
  }
  const ends = greetings.map(({ at }) => at).filter((at) => at.kind === 'tcp');
  compareAddresses(one, ends, check);
}

function comparePath(
  { server, abstract }: VectorChardev,
  path: string,
  greetings: readonly Greeting[],
  check: Check,
): void {
  // A peer that is not there shows nothing.
  if (!server && greetings.length === 0) return;
  const paths = greetings.map(({ at }) => {
    if (at.kind === 'peer') return at.peer.kind === 'unix' ? at.peer.path : undefined;
    // The kernel shows the NULs that fill up a name which is not tight.
    if (at.kind === 'abstract') return abstract ? at.name.replace(/@+$/, '') : undefined;
    return at.kind === 'unix' && !abstract ? at.path : undefined;
  });
  if (path === '' && !abstract) check('path', true, paths[0]?.startsWith('/tmp/qemu-socket-'));
  else check('path', abstract ? path.replace(/@+$/, '') : path, paths[0]);
}

interface End {
  readonly address: string;
  readonly port: number;
}

/** `127.0.0.1:4444` or `[::1]:4444`. */
function readEnd(text: string): End {
  const colon = text.lastIndexOf(':');
  const address = text.slice(0, colon).replace(/^\[|\]$/g, '');
  return { address, port: Number(text.slice(colon + 1)) };
}

/** Compares where a socket is with its host and port, and of a server's host whom our model says it lets in. */
function compareAddresses(
  { host = '', port = '', to, family, server }: VectorChardev,
  ends: readonly End[],
  check: Check,
): void {
  const ports = new Set(ends.map((end) => end.port));
  check('port', true, ports.size > 0 && [...ports].every((each) => isPort(each, port, to)));
  const addresses = ends.map(({ address }) => withoutMapping(address)).sort();
  const audiences = [...new Set(addresses.map(audienceOf))];
  // A client of a wildcard reaches its own machine.
  const isOwn = !server && audienceOf(host) === 'any';
  if (server || isOwn) check('audience', [isOwn ? 'loopback' : audienceOf(host)], audiences);
  if (isOwn) return;
  const allowed = addressesOf(host).filter(
    (address) => family === undefined || family === (address.includes(':') ? '6' : '4'),
  );
  // Of a name the machine's tables say which it has, and `::` may be for both families.
  const needed = ['', '*'].includes(host) ? allowed.at(-1) : addresses[0];
  const isSome = addresses.every((address) => allowed.includes(address));
  check('host', isSome && addresses.some((one) => one === needed) ? addresses : allowed, addresses);
}

/** Our model's answer. */
function audienceOf(host: string): string {
  return hostKind(verbatim(host, { start: 0, end: host.length }, encodingsOf('unknown')));
}

/** The addresses that a host stands for. */
function addressesOf(host: string): readonly string[] {
  const name = host.toLowerCase();
  if (name === '' || name === '*') return ['0.0.0.0', '::'];
  if (name === 'localhost') return ['127.0.0.1', '::1'];
  if (name.includes(':')) {
    return [withoutMapping(new SocketAddress({ address: name, family: 'ipv6' }).address)];
  }
  // The standard for URLs reads an IPv4 address as inet_aton does.
  return [new URL(`http://${name}`).hostname];
}

/** `127.0.0.1` of `::ffff:127.0.0.1`. */
const withoutMapping = (address: string): string => address.replace(/^::ffff:(?=.*\.)/, '');

const SERVICES: Readonly<Record<string, number>> = { http: 80 };

/**
 * Whether a port is the one that is written, or in the range up to `to`. Numbers wrap around, as in C. Any port may be
 * the one of 0: QEMU chooses a server's, and a peer has none.
 */
function isPort(seen: number, port = '', to?: string): boolean {
  const wrap = (number: number): number => ((number % 65536) + 65536) % 65536;
  const first = wrap(SERVICES[port] ?? Number(port));
  if (first === 0) return true;
  return to === undefined
    ? seen === first
    : seen >= first && seen <= Math.max(first, wrap(Number(to)));
}

/** Whether a datagram socket may be the chardev's, by its ports. */
function isUdpOf({ backend, port, localPort }: VectorChardev, listener: Listener): boolean {
  if (backend !== 'udp' || listener.kind !== 'udp') return false;
  return isPort(listener.peer.port, port) && isPort(listener.port, localPort);
}

function compareUdp(one: VectorChardev, seen: Accepted, check: Check): void {
  const { localAddress, localPort } = one;
  const socket = seen.listeners.find((listener) => isUdpOf(one, listener));
  check('socket', 'udp', socket?.kind);
  if (socket?.kind !== 'udp') return;
  compareAddresses(one, [socket.peer], check);
  // A socket of any address shows the one that it sends from, and this one goes over loopback.
  const isBound = audienceOf(localAddress ?? '') !== 'any';
  const here = { ...one, host: localAddress, port: localPort, server: isBound };
  compareAddresses(here, [socket], check);
}
