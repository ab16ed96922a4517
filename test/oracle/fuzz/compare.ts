/**
 * Compares what QEMU did with what our model says. What only the machine can know, such as whether a port
 * is taken, is told apart by QEMU's message and counts for neither.
 */
import { isIPv4 } from 'node:net';
import type { Listener } from '../judge/verdict.ts';
import type {
  DatagramEndpoint,
  Endpoint,
  Expectation,
  ExpectedChardev,
  HostClass,
  InetEndpoint,
  PortRange,
} from './expect.ts';
import { PASSED } from './generate-chardev.ts';
import { ANY_PORT, type Observation, type SeenChardev, type SeenGreeting } from './observe.ts';
import { ABSENT_NAMES, ABSENT_SERVICES, NUMERIC_NAMES, PEER_PATH } from './values.ts';

export interface Comparison {
  readonly outcome: 'accepted' | 'refused' | 'environment';
  /** How many things were compared. */
  readonly compared: number;
  /** What differs, in words; empty if nothing does. */
  readonly differences: readonly string[];
}

/** Compares. */
export function compare(seen: Observation, expected: Expectation): Comparison {
  // One that waits may still be refused.
  if (seen.accepted && seen.hung) return { outcome: 'environment', compared: 0, differences: [] };
  if (!seen.accepted) {
    if (expected.refusals.length > 0) return { outcome: 'refused', compared: 1, differences: [] };
    if (isEnvironment(seen.error, expected.chardevs))
      return { outcome: 'environment', compared: 0, differences: [] };
    const differences = [`QEMU refuses, the model does not: ${seen.error}`];
    return { outcome: 'refused', compared: 1, differences };
  }
  if (expected.refusals.length > 0) {
    const differences = [`the model refuses, QEMU does not: ${expected.refusals.join('; ')}`];
    return { outcome: 'accepted', compared: 1, differences };
  }
  const notes = takeNotes();
  compareChardevs(notes, seen.chardevs, expected.chardevs);
  compareListeners(notes, seen.listeners, expected.chardevs);
  compareGreetings(notes, seen.greetings ?? [], expected.chardevs);
  return { outcome: 'accepted', compared: notes.compared() + 1, differences: notes.differences };
}

interface Notes {
  readonly differences: string[];
  readonly compared: () => number;
  /** Compares one thing: says `what` differs unless `same`. */
  readonly note: (same: boolean, what: () => string) => void;
}

function takeNotes(): Notes {
  const differences: string[] = [];
  let compared = 0;
  return {
    differences,
    compared: () => compared,
    note: (same, what) => {
      compared++;
      if (!same) differences.push(what());
    },
  };
}

/** What QEMU says where the machine it runs on decides. */
const ENVIRONMENT: readonly string[] = [
  'Failed to connect to',
  'No such file or directory',
  'Is a directory',
  'File exists',
  'Address already in use',
  'Cannot assign requested address',
  'Failed to find an available port',
  'Failed to unlink socket',
  'Read-only file system',
  'is not a socket',
  'Unable to access credentials',
  'Network is unreachable',
  'Temporary failure in name resolution',
  'not found in PSK file',
  // Which backends there are differs from build to build.
  "'console' is not a valid char driver name",
  "No 'ISA' bus found",
];

function isEnvironment(error: string, expected: readonly ExpectedChardev[]): boolean {
  // It crashed, which is no word of its own.
  if (error.startsWith('SIG')) return true;
  if (ENVIRONMENT.some((text) => error.includes(text))) return true;
  if (dependsOnFamilies(error, expected)) return true;
  const resolution = 'address resolution failed for ';
  const at = error.indexOf(resolution);
  if (at === -1) return false;
  const address = error.slice(at + resolution.length);
  // Whether localhost has an IPv6 address as well /etc/hosts says.
  const names = [...ABSENT_NAMES, ...NUMERIC_NAMES, 'localhost', 'LOCALHOST'];
  const name = names.some((host) => address.startsWith(`${host}:`));
  const service = ABSENT_SERVICES.some((port) => address.includes(`:${port}: Servname`));
  return name || service;
}

/**
 * Whether an address was not found for its family, where that depends: an interface besides loopback must
 * have an address of it (AI_ADDRCONFIG), or a name must.
 */
function dependsOnFamilies(error: string, expected: readonly ExpectedChardev[]): boolean {
  return expected.some(({ endpoint }) => {
    if (endpoint.kind === 'inet') {
      return (
        error.includes('Name or service not known') &&
        !endpoint.server &&
        endpoint.families !== 'both'
      );
    }
    if (endpoint.kind !== 'datagram') return false;
    return (
      (error.includes('Name or service not known') && endpoint.families !== 'both') ||
      (error.includes('Address family for hostname') && endpoint.named)
    );
  });
}

/** The devices that a machine has without being asked for, if it is no `none`. */
const DEFAULT_DEVICES = new Set(['serial0', 'parallel0', 'gdb']);

function compareChardevs(
  { note }: Notes,
  seen: readonly SeenChardev[],
  expected: readonly ExpectedChardev[],
): void {
  for (const { label, filename } of seen) {
    // Those that begin with # have names that QEMU makes up for itself.
    const extra = label.startsWith('#') || DEFAULT_DEVICES.has(label);
    const known = expected.some((one) => one.label === label);
    note(known || extra, () => `the model has no chardev ${label}, QEMU: ${filename}`);
  }
  for (const { label, endpoint, open } of expected) {
    const found = seen.find((one) => one.label === label);
    note(found !== undefined, () => `QEMU has no chardev ${label}`);
    if (found === undefined) continue;
    note(isNamedSo(found.filename, endpoint), () => {
      return `${label} is ${JSON.stringify(endpoint)}, QEMU: ${found.filename}`;
    });
    if (open === undefined) continue;
    note(open === found.open, () => `${label} is ${open ? '' : 'not '}in use, QEMU disagrees`);
  }
}

/** Whether `query-chardev` may call an endpoint so. */
function isNamedSo(filename: string, endpoint: Endpoint): boolean {
  const connected = filename.endsWith(' <-> peer');
  const disconnected = 'disconnected:';
  const name = filename.startsWith(disconnected) ? filename.slice(disconnected.length) : filename;
  const server = name.includes(',server=on');
  switch (endpoint.kind) {
    case 'plain':
      return filename === endpoint.text;
    case 'datagram':
      return filename === 'udp';
    case 'inet': {
      if (!name.startsWith(`${endpoint.protocol}:`) || server !== endpoint.server) return false;
      const address = name.slice(endpoint.protocol.length + 1).replace(/,server=on.*$/, '');
      const colon = address.lastIndexOf(':');
      const host = address.slice(0, colon);
      // Of a connection it tells our end, and before one what was written.
      if (!server) return connected || address === endpoint.written;
      const port = Number(address.slice(colon + 1));
      if (connected) return isPort(port, endpoint.ports);
      return isAt(host.replace(/^\[|\]$/g, ''), port, endpoint);
    }
    case 'unix': {
      if (server !== endpoint.server || !name.startsWith('unix:')) return false;
      if (!server) return true;
      const abstract = endpoint.abstract ? ',abstract=on' : '';
      // A name that fills all 108 bytes is ambiguous.
      const full = Buffer.byteLength(endpoint.path) === 107;
      const tight = endpoint.abstract && endpoint.tight && !full ? ',tight=on' : '';
      // Of a connection to an abstract name QEMU prints the NUL, which ends it.
      if (endpoint.abstract && name === filename) return name === 'unix:,server=on';
      const path = endpoint.path === '' && !endpoint.abstract ? RANDOM_PATH : endpoint.path;
      return name === `unix:${path}${abstract}${tight},server=on`;
    }
    case 'descriptor':
      if (server !== endpoint.server) return false;
      if (endpoint.text === 'fd:') return name === 'fd:,server=on';
      return server ? name === `unix:${PASSED.path},server=on` : true;
  }
}

const RANDOM_PATH = '/tmp/qemu-socket-XXXXXX';

function isAt(address: string, port: number, { host, ports, families }: InetEndpoint): boolean {
  const family = isIPv4(address) ? '4' : '6';
  return (
    classOf(address) === host && isPort(port, ports) && (families === 'both' || families === family)
  );
}

function isPort(port: number, ports: PortRange): boolean {
  // A port of the kernel's choice has been made steady.
  return ports === undefined || port === ANY_PORT || (port >= ports[0] && port <= ports[1]);
}

/** Whom an address of the kernel's lets in. */
function classOf(address: string): HostClass {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(address)?.[1] ?? address;
  if (mapped === '0.0.0.0' || mapped === '::') return 'any';
  return mapped.startsWith('127.') || mapped === '::1' ? 'loopback' : 'other';
}

function compareListeners(
  { note }: Notes,
  seen: readonly Listener[],
  expected: readonly ExpectedChardev[],
): void {
  const endpoints = expected.map(({ endpoint }) => endpoint).filter(hears);
  for (const listener of seen) {
    // QEMU inherits it, whether it uses it or not.
    if (listener.kind === 'unix' && listener.path === PASSED.path) continue;
    const known = endpoints.some((endpoint) => isHeardAt(listener, endpoint));
    note(known, () => `the model has no listener ${JSON.stringify(listener)}`);
  }
  for (const endpoint of endpoints) {
    // There the judge listens itself, and leaves out what is there.
    if (endpoint.kind === 'unix' && endpoint.path === PEER_PATH) continue;
    const heard = seen.some((listener) => isHeardAt(listener, endpoint));
    note(heard, () => `QEMU does not listen at ${JSON.stringify(endpoint)}`);
  }
}

function hears(endpoint: Endpoint): boolean {
  if (endpoint.kind === 'datagram') return true;
  return (endpoint.kind === 'inet' || endpoint.kind === 'unix') && endpoint.server;
}

function isHeardAt(listener: Listener, endpoint: Endpoint): boolean {
  switch (listener.kind) {
    case 'tcp':
      return endpoint.kind === 'inet' && isAt(listener.address, listener.port, endpoint);
    case 'udp':
      return endpoint.kind === 'datagram' && isDatagramAt(listener, endpoint);
    case 'unix': {
      if (endpoint.kind !== 'unix' || endpoint.abstract) return false;
      return listener.path === (endpoint.path === '' ? RANDOM_PATH : endpoint.path);
    }
    case 'abstract': {
      if (endpoint.kind !== 'unix' || !endpoint.abstract) return false;
      // The kernel shows the NULs that fill up a name which is not tight.
      return trimEnd(listener.name) === trimEnd(endpoint.path);
    }
  }
}

const trimEnd = (name: string): string => name.replace(/@+$/, '');

function isDatagramAt(
  { address, port, peer }: Listener & { kind: 'udp' },
  { peer: host, peerPorts, local, localPorts }: DatagramEndpoint,
): boolean {
  // A socket that is connected from any address has the one it is connected from.
  const here = local === 'any' || classOf(address) === local;
  const there = classOf(peer.address) === host || host === 'any';
  return here && there && isPort(port, localPorts) && isPort(peer.port, peerPorts);
}

function compareGreetings(
  { note }: Notes,
  seen: readonly SeenGreeting[],
  expected: readonly ExpectedChardev[],
): void {
  for (const { label, at, modes } of seen) {
    // The judge cannot knock at a name that is filled up with NULs.
    if (at?.kind === 'abstract' && at.name.endsWith('@')) continue;
    // Two chardevs of the same address cannot be told apart.
    const candidates = expected.filter((one) => {
      return at === undefined
        ? one.label === label
        : hears(one.endpoint) && isHeardAt(at, one.endpoint);
    });
    if (candidates.length === 0) continue;
    const same = candidates.some((candidate) => {
      // A small buffer holds the end of a greeting only.
      const buffer = candidate.endpoint.kind === 'plain' && candidate.endpoint.text === 'ringbuf';
      const wanted = expectedModes(candidate, expected);
      if (candidate.readable && !buffer && !hidesFocus(candidate, expected))
        return modes.join() === wanted.join();
      return modes.every((mode) => wanted.includes(mode));
    });
    note(same, () => {
      const wanted = candidates.map(
        (one) => `${one.label}: ${expectedModes(one, expected).join()}`,
      );
      return `other monitors greet, the model ${wanted.join(' or ')}, QEMU: ${modes.join()}`;
    });
  }
}

/** Whether the focus of a mux stays where it is: Ctrl-a c is not tried in a websocket or a terminal. */
function hidesFocus(
  { label, endpoint }: ExpectedChardev,
  expected: readonly ExpectedChardev[],
): boolean {
  const websocket = endpoint.kind === 'inet' && endpoint.protocol === 'websocket';
  const terminal = endpoint.kind === 'plain' && endpoint.text.startsWith('pty:');
  return (websocket || terminal) && expected.some((one) => `${one.label}-base` === label);
}

/** The base of a mux carries what the mux does. */
function expectedModes(
  { label, modes }: ExpectedChardev,
  expected: readonly ExpectedChardev[],
): readonly string[] {
  const above = expected.find((one) => `${one.label}-base` === label);
  return above?.endpoint.kind === 'plain' && above.endpoint.text === 'mux' ? above.modes : modes;
}
