/**
 * Asks the judge about a vector and compares what QEMU did with what the vector says, field by field. Each
 * field that is compared counts, and those that cannot be read back from outside are not: the mode of a
 * monitor on null, msmouse, a SPICE port, the implicit vc, or a socket without an address.
 */
import { isDeepStrictEqual } from 'node:util';
import { type AcceptedVector, argvOf, type Vector, type VectorMonitor } from '../data/vectors.ts';
import { describe, modesIn } from './greet.ts';
import {
  type Accepted,
  type Chardev,
  type Door,
  type DoorKind,
  type Greeting,
  PASSED_SOCKET,
  type Peer,
  type Question,
} from './verdict.ts';

/** What a comparison found. */
export interface Comparison {
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
    if (backend === 'socket' && !monitor.server) {
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

/** Compares all monitors, and that there is no other. */
export function compareAccepted(vector: AcceptedVector, seen: Accepted): Comparison {
  const disagreements: string[] = [];
  let compared = 0;
  const checkOf =
    (about: string): Check =>
    (field, expected, actual) => {
      compared++;
      if (isDeepStrictEqual(expected, actual)) return;
      const sides = `${JSON.stringify(expected)} expected, ${JSON.stringify(actual)} seen`;
      disagreements.push(`${about}: ${field}: ${sides}`);
    };
  const all = checkOf('all');
  all('ended', undefined, seen.ended);
  all('hung', false, seen.hung);
  const claimed = new Set<Greeting>();
  for (const monitor of vector.monitors) {
    const greetings = seen.greetings.filter((greeting) => carries(greeting, monitor, seen));
    for (const greeting of greetings) claimed.add(greeting);
    compareMonitor(monitor, vector, greetings, seen, checkOf(monitor.chardev));
  }
  const others = seen.greetings.filter((greeting) => !claimed.has(greeting));
  all('monitors elsewhere', [], others.filter(hasMonitor));
  // These machines have no devices, so every front end of a chardev is a monitor.
  if (!vector.base.startsWith('pc')) all('monitors attached', [], attachedElsewhere(vector, seen));
  const stdio = vector.monitors.some(({ backend }) => backend === 'stdio');
  if (!stdio) all('monitors on stdout', [], modesIn(seen.stdout));
  const numbered = (ids: readonly string[]): readonly string[] =>
    [...new Set(ids.filter(isNumbered))].sort();
  all(
    'monitors without a chardev option',
    numbered(vector.monitors.map(({ chardev }) => chardev)),
    numbered(seen.chardevs?.map(({ label }) => label) ?? []),
  );
  return { compared, disagreements };
}

const isNumbered = (id: string): boolean =>
  id.startsWith('compat_monitor') && !id.endsWith('-base');
const shown = ({ modes, behind }: Door): readonly string[] => [...modes, ...behind];
const hasMonitor = ({ doors }: Greeting): boolean => doors.some((door) => shown(door).length > 0);

/** The ids of chardevs with a front end that no monitor of the vector explains. */
function attachedElsewhere(vector: AcceptedVector, seen: Accepted): readonly string[] {
  const explained = new Set(vector.monitors.map(({ chardev }) => chardev));
  // A hub holds its members, a mux its base, and the accelerator for tests its own.
  if (seen.chardevs?.some(({ filename }) => filename === 'hub')) return [];
  return (seen.chardevs ?? [])
    .filter(({ label, frontendOpen }) => frontendOpen && !explained.has(label))
    .map(({ label }) => label)
    .filter((label) => !label.endsWith('-base') && label !== 'qtest');
}

/** The id of the chardev that holds the transport. */
function leafOf({ chardev, via, mux }: VectorMonitor): string {
  return via ?? (mux ? `${chardev}-base` : chardev);
}

function chardevCalled(id: string, seen: Accepted): Chardev | undefined {
  return seen.chardevs?.find(({ label }) => label === id);
}

/** Whether an endpoint is the monitor's. */
function carries({ at, chardev }: Greeting, monitor: VectorMonitor, seen: Accepted): boolean {
  const leaf = leafOf(monitor);
  if (chardev !== undefined) return chardev === leaf;
  if (at.kind === 'peer') {
    const { peer } = at;
    if (monitor.server) return false;
    return peer.kind === 'unix' ? peer.path === monitor.path : String(peer.port) === monitor.port;
  }
  // No client got in, so QMP did not say which monitor it is.
  const filename = chardevCalled(leaf, seen)?.filename ?? '';
  return at.kind === 'tcp' && filename.includes(`:${at.port},`);
}

function compareMonitor(
  monitor: VectorMonitor,
  vector: AcceptedVector,
  greetings: readonly Greeting[],
  seen: Accepted,
  check: Check,
): void {
  const { mux, backend } = monitor;
  const chardev = chardevCalled(monitor.chardev, seen);
  check('chardev', monitor.chardev, chardev?.label);
  check('attached', true, chardev?.frontendOpen);
  check('mux', mux, chardev?.filename === 'mux');
  check('hub', monitor.hub, chardev?.filename === 'hub');
  const filename = chardevCalled(leafOf(monitor), seen)?.filename;
  check('backend', backend, backendOf(filename));
  const oneFamily = vector.args.some((arg) => arg.includes('ipv4=') || arg.includes('ipv6='));
  check('wait', monitor.wait, seen.waitedFor.length > 0);
  if (backend === 'socket') compareSocket(monitor, filename ?? '', greetings, oneFamily, check);

  if (backend === 'udp') compareUdp(monitor, seen, check);
  if (backend === 'file') comparePrinted(monitor, seen.files[monitor.path ?? ''], check);
  if (backend === 'pipe') comparePrinted(monitor, seen.files[`${monitor.path}.out`], check);
  if (isLogged(monitor)) comparePrinted(monitor, seen.files[LOG], check);
  const [first] = greetings;
  if (first === undefined) return;
  const sharing = vector.monitors.filter((other) => leafOf(other) === leafOf(monitor));
  const modes = [...new Set(sharing.map((other) => other.mode))].sort();
  compareDoors(monitor, modes, first, check);
}

/** What a monitor prints where no client connects. */
function comparePrinted(monitor: VectorMonitor, text: string | undefined, check: Check): void {
  const { modes, pretty } = describe('plain', text ?? '', '', true);
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
  modes: readonly string[],
  { doors }: Greeting,
  check: Check,
): void {
  const { tls, websocket, mode } = monitor;
  for (const [kind, admitted] of Object.entries(expectedDoors(monitor))) {
    const door = doors.find((each) => each.door === kind);
    check(`mode at ${kind}`, admitted ? modes : [], door && [...shown(door)].sort());
  }
  const usual = doors.find(({ door }) => door === (websocket ? 'websocket' : 'plain'));
  const open = tls === undefined ? usual : doors.find((door) => shown(door).length > 0);
  if (open === undefined) return;
  check('telnet negotiation', monitor.telnet || monitor.tn3270, open.telnet);
  if (mode === 'control') check('pretty', monitor.pretty, open.pretty);
  // QMP greets without the focus, too.
  else if (monitor.mux) check('focus', monitor.focus, open.modes.includes(mode));
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
  monitor: VectorMonitor,
  filename: string,
  greetings: readonly Greeting[],
  oneFamily: boolean,
  check: Check,
): void {
  const { host, port, path, fd, server } = monitor;
  if (fd === '') {
    check('endpoints', 0, greetings.length);
    return;
  }
  check(
    'server',
    server,
    greetings.some(({ at }) => at.kind !== 'peer'),
  );
  const protocol = filename.replace('disconnected:', '').split(':')[0];
  if (path === undefined && fd === undefined) {
    check('telnet', monitor.telnet, protocol === 'telnet');
    check('websocket', monitor.websocket, protocol === 'websocket');
  }
  const paths = greetings.map(({ at }) => {
    if (at.kind === 'peer') return at.peer.kind === 'unix' ? at.peer.path : undefined;
    return at.kind === 'unix' ? at.path : undefined;
  });
  const expectedPath = fd === '9' ? PASSED_SOCKET : path;
  if (expectedPath === '') check('path', true, paths[0]?.startsWith('/tmp/qemu-socket-'));
  else check('path', expectedPath, paths[0]);
  if (host === undefined || port === undefined) return;
  if (!server) {
    // `tcp:127.0.0.1:39582 <-> 127.0.0.1:4444`, the other end last; before it has reached that,
    // `disconnected:tcp:127.0.0.1:4444`.
    const waiting = /^disconnected:[^:]*:([^,]*)/.exec(filename)?.[1];
    check('host and port', `${host}:${port}`, waiting ?? filename.split(' <-> ')[1]);
    return;
  }
  const tcp = greetings.map(({ at }) => at).filter((at) => at.kind === 'tcp');
  const addresses = tcp.map(({ address }) => address).sort();
  check('host', expectedAddresses(host, addresses, oneFamily), addresses);
  const ports = new Set(tcp.map((listener) => listener.port));
  check('port', true, ports.size === 1 && [...ports].every((each) => isPort(each, monitor)));
}

/** The addresses that a host stands for, which may be several. */
function expectedAddresses(
  host: string,
  seen: readonly string[],
  oneFamily: boolean,
): readonly string[] {
  // `ipv4=on` leaves one of the two out, and `localhost` is what the machine's tables say.
  const every = ['0.0.0.0', '::'];
  if (host === '') return oneFamily && isSome(seen, every) ? seen : every;
  if (host === 'localhost') return isSome(seen, ['127.0.0.1', '::1']) ? seen : ['127.0.0.1', '::1'];
  if (host.includes(':')) return [host];
  // The standard for URLs reads an IPv4 address as inet_aton does.
  return [new URL(`http://${host}`).hostname];
}

const isSome = (seen: readonly string[], allowed: readonly string[]): boolean =>
  seen.length > 0 && seen.every((address) => allowed.includes(address));

const SERVICES: Readonly<Record<string, number>> = { http: 80 };

function isPort(seen: number, { port = '', to }: VectorMonitor): boolean {
  const wanted = SERVICES[port] ?? Number(port) % 65536;
  if (wanted === 0) return seen > 0;
  return to === undefined ? seen === wanted : seen >= wanted && seen <= Number(to);
}

function compareUdp(monitor: VectorMonitor, seen: Accepted, check: Check): void {
  const port = Number(monitor.port);
  const socket = seen.listeners.find((each) => each.kind === 'udp' && each.peer.port === port);
  check('port', port, socket?.kind === 'udp' ? socket.peer.port : undefined);
  if (socket?.kind !== 'udp') return;
  check('host', monitor.host || '127.0.0.1', socket.peer.address);
  check('localPort', monitor.localPort, String(socket.port));
  // A socket that is connected shows the address that it sends from, and this one goes over loopback.
  check('localAddress', monitor.localAddress || '127.0.0.1', socket.address);
}
