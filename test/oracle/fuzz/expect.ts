/** What our model says QEMU will do, in terms that can be compared with what it did. */
import { hostKind, literalFamily } from '../../../server/src/qemu/chardev/address.ts';
import type { Backend, Chardev } from '../../../server/src/qemu/chardev/chardev.ts';
import type { SocketBackend, UdpBackend } from '../../../server/src/qemu/chardev/socket.ts';
import type { Machine, MonitorMode } from '../../../server/src/qemu/machine/machine.ts';
import { serverProtection } from '../../../server/src/qemu/object/protection.ts';
import { type Fact, knownValue } from '../../../server/src/qemu/options/fact.ts';
import { booleanFact, type Property } from '../../../server/src/qemu/options/keyval.ts';
import type { Mode } from '../data/vectors.ts';
import { ANY_PORT } from './observe.ts';

export interface Expectation {
  /** Why QEMU does not start; empty if it does. */
  readonly refusals: readonly string[];
  readonly chardevs: readonly ExpectedChardev[];
}

/** A chardev of `query-chardev`; one with `mux=on` is two. */
export interface ExpectedChardev {
  readonly label: string;
  readonly endpoint: Endpoint;
  /** Whether something is attached; undefined where a device of the guest may be. */
  readonly open: boolean | undefined;
  /** The monitors that talk through it, behind a mux or hub as well, each mode once. */
  readonly modes: readonly Mode[];
  /** Whether a client sees them; false behind TLS. */
  readonly readable: boolean;
}

/** What a chardev is, as far as QEMU tells: `text` is its `filename` in `query-chardev`. */
export type Endpoint =
  | { readonly kind: 'plain'; readonly text: string }
  | InetEndpoint
  | UnixEndpoint
  | { readonly kind: 'descriptor'; readonly text: string; readonly server: boolean }
  | DatagramEndpoint;

export interface InetEndpoint {
  readonly kind: 'inet';
  readonly protocol: 'telnet' | 'websocket' | 'tcp';
  readonly server: boolean;
  readonly host: HostClass;
  /** `HOST:PORT` as written. */
  readonly written: string;
  readonly ports: PortRange;
  readonly families: Families;
}

export interface UnixEndpoint {
  readonly kind: 'unix';
  readonly server: boolean;
  readonly abstract: boolean;
  readonly tight: boolean;
  readonly path: string;
}

export interface DatagramEndpoint {
  readonly kind: 'datagram';
  readonly peer: HostClass;
  readonly peerPorts: PortRange;
  readonly local: HostClass;
  readonly localPorts: PortRange;
  readonly families: Families;
  /** Whether a resolver decides of which family the peer is. */
  readonly named: boolean;
}

export type HostClass = ReturnType<typeof hostKind>;

/** The ports from first to last; undefined where a name or the kernel decides. */
export type PortRange = readonly [first: number, last: number] | undefined;

/** `4`: only IPv4, `6`: only IPv6. */
export type Families = '4' | '6' | 'both';

/** Reads a machine. */
export function expectationOf(machine: Machine): Expectation {
  const refusals = machine.refusals.map(({ message }) => message);
  if (refusals.length > 0) return { refusals, chardevs: [] };
  const { attached, members } = usesOf(machine);
  const mayHaveDevices = machine.options.some(({ name, value }) => {
    return name === 'netdev' || (name === 'machine' && value?.decoded !== 'none');
  });
  const chardevs = [...machine.chardevs].flatMap(([label, chardev]): readonly ExpectedChardev[] => {
    const { backend } = chardev;
    const modes = modesBehind(label, attached, members);
    // A mux attaches to its base when a front end attaches to the mux; the mux is never open.
    const used = modes.length > 0 || (mayHaveDevices ? undefined : false);
    const common = { label, modes, readable: isReadable(machine, backend) };
    const endpoint = endpointOf(chardev);
    const isFront = backend.kind === 'mux' || backend.kind === 'hub';
    if (!chardev.mux) return [{ ...common, endpoint, open: isFront ? undefined : used }];
    return [
      { ...common, endpoint: { kind: 'plain', text: 'mux' }, open: undefined },
      { ...common, label: `${label}-base`, endpoint, open: isFront ? undefined : used },
    ];
  });
  return { refusals, chardevs };
}

interface Uses {
  /** The modes of the monitors on a chardev itself, by its id. */
  readonly attached: ReadonlyMap<string, ReadonlySet<Mode>>;
  /** The muxes and hubs over a chardev, by its id. */
  readonly members: ReadonlyMap<string, readonly string[]>;
}

function usesOf(machine: Machine): Uses {
  const attached = new Map<string, Set<Mode>>();
  for (const { chardevName, mode } of machine.monitors) {
    if (chardevName === undefined) continue;
    const modes = attached.get(chardevName) ?? new Set();
    modes.add(MODES[mode]);
    attached.set(chardevName, modes);
  }
  const members = new Map<string, readonly string[]>();
  for (const [label, { backend }] of machine.chardevs) {
    if (backend.kind !== 'mux' && backend.kind !== 'hub') continue;
    for (const { decoded } of backend.members)
      members.set(decoded, [...(members.get(decoded) ?? []), label]);
  }
  return { attached, members };
}

const MODES: Readonly<Record<MonitorMode, Mode>> = {
  hmp: 'readline',
  qmp: 'control',
  unknown: 'control',
};

function modesBehind(
  label: string,
  attached: Uses['attached'],
  members: Uses['members'],
  depth = 0,
): readonly Mode[] {
  if (depth > 8) return [];
  const modes = new Set(attached.get(label) ?? []);
  for (const above of members.get(label) ?? []) {
    for (const mode of modesBehind(above, attached, members, depth + 1)) modes.add(mode);
  }
  return [...modes].sort();
}

function isReadable(machine: Machine, backend: Backend): boolean {
  return backend.kind !== 'socket' || serverProtection(machine, backend).kind === 'none';
}

function endpointOf({ backend, properties }: Chardev): Endpoint {
  switch (backend.kind) {
    case 'socket':
      return socketEndpoint(backend, isOn(booleanFact(properties, 'tight'), true));
    case 'udp':
      return datagramEndpoint(backend, familiesWritten(properties));
    case 'mux':
    case 'hub':
      return { kind: 'plain', text: backend.kind };
    case 'other':
      return { kind: 'plain', text: backend.name === 'pty' ? 'pty:/dev/pts/N' : backend.name };
    case 'unknown':
    case 'refused':
      return { kind: 'plain', text: backend.kind };
  }
}

function socketEndpoint(socket: SocketBackend, tight: boolean): Endpoint {
  const { host, port, path, to } = socket;
  const server = isOn(socket.server, false);
  if (path.kind === 'known') {
    return {
      kind: 'unix',
      server,
      abstract: isOn(socket.abstract, false),
      tight,
      path: path.value,
    };
  }
  if (host.kind !== 'known') {
    const text = `fd:${knownValue(socket.fd) ?? ''}`;
    return { kind: 'descriptor', text, server };
  }
  const protocol = isOn(socket.telnet, false)
    ? 'telnet'
    : isOn(socket.websocket, false)
      ? 'websocket'
      : 'tcp';
  return {
    kind: 'inet',
    protocol,
    server,
    host: hostKind(host.text),
    written: `${host.value}:${knownValue(port) ?? ''}`,
    ports: portRange(port, to),
    families: familiesOf(knownValue(socket.ipv4), knownValue(socket.ipv6)),
  };
}

function familiesWritten(properties: readonly Property[]): Families {
  const value = (key: string) => knownValue(booleanFact(properties, key));
  return familiesOf(value('ipv4'), value('ipv6'));
}

function datagramEndpoint(
  { host, port, localAddress, localPort }: UdpBackend,
  families: Families,
): Endpoint {
  return {
    kind: 'datagram',
    peer: host.kind === 'known' && host.value !== '' ? hostKind(host.text) : 'loopback',
    peerPorts: portRange(port),
    local: localAddress.kind === 'known' ? hostKind(localAddress.text) : 'any',
    localPorts: portRange(localPort),
    families,
    named: literalFamily(knownValue(host) ?? '') === undefined,
  };
}

function isOn(fact: Fact<boolean>, otherwise: boolean): boolean {
  return fact.kind === 'known' ? fact.value : otherwise;
}

/** Numbers wrap around, as QEMU's C library has it. */
function portRange(port: Fact<string>, to?: Fact<string>): PortRange {
  const text = knownValue(port)?.trim() ?? '';
  if (!/^[-+]?\d+$/.test(text)) return undefined;
  const first = ((Number(text) % 65536) + 65536) % 65536;
  const last = to?.kind === 'known' ? Number(to.value) % 65536 : first;
  if (first === ANY_PORT) return undefined;
  return [first, Math.max(first, last)];
}

/** As `inet_ai_family_from_address` has it. */
function familiesOf(ipv4: boolean | undefined, ipv6: boolean | undefined): Families {
  if (ipv4 === true && ipv6 === true) return 'both';
  if (ipv6 === true || ipv4 === false) return '6';
  return ipv4 === true || ipv6 === false ? '4' : 'both';
}
