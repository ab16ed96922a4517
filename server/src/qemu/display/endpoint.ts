/** Other powerful endpoints: gdb stub, qtest, incoming migration, NBD server of qemu-storage-daemon. */
import type { Word } from '../../invocation/invocation.ts';
import {
  concat,
  generated,
  knownText,
  type MappedText,
  slice,
  unknownAt,
} from '../../text/mapped-text.ts';
import { standingFor } from '../../text/operations.ts';
import { type Change, replace, text } from '../change/change.ts';
import { listenOnLoopback } from '../change/loopback.ts';
import type { Chardev } from '../chardev/chardev.ts';
import { readLegacyDevice } from '../chardev/legacy-device.ts';
import { findChardev, leafChardevs, type Machine } from '../machine/machine.ts';
import type { Protection } from '../object/protection.ts';
import { tlsProtection } from '../object/tls.ts';
import {
  findProperty,
  listOrJsonProperties,
  type Property,
  parsePropertyList,
} from '../options/keyval.ts';
import type { Option } from '../options/options.ts';
import { monitorReach, type Reach } from '../reach/reach.ts';
import { addressListener, hostListener, type Listener } from './listener.ts';

type NetworkReach = Extract<Reach, { transport: unknown }>;

export interface Endpoint extends Pick<Listener, 'at' | 'through' | 'host' | 'port'> {
  readonly kind: 'gdb' | 'qtest' | 'migration' | 'nbd';
  readonly option: Option;
  /** `peer`: QEMU connects there. `datagrams`: the sender can be forged. */
  readonly who: 'network' | 'host' | 'peer' | 'datagrams';
  readonly address: 'any' | 'one' | 'unknown';
  /** Whether the other end is on this machine; for `peer` and `datagrams`. */
  readonly local: boolean;
  readonly protection: Protection;
  /** False if an unknown part may make it harmless. */
  readonly certain: boolean;
  readonly toLoopback: readonly Change[] | undefined;
}

/** The endpoints that others may reach: no UNIX sockets, files, `stdio`, and none that QEMU refuses. */
export function endpointsOf(machine: Machine): readonly Endpoint[] {
  if (machine.program === 'storage-daemon') return nbdServers(machine);
  if (machine.program !== 'system') return [];
  return [...gdbStubs(machine), ...qtests(machine), ...migrations(machine)];
}

/** The gdb stub of the last option, unless it is a monitor (`mon:`, `mux=on`). */
function gdbStubs(machine: Machine): readonly Endpoint[] {
  const option = machine.options.findLast(({ name }) => name === 'gdb' || name === 's');
  if (option?.name === 's') {
    const device = forcedServer(standingFor(option.word.value, 'tcp::1234'));
    return ofDevice(machine, 'gdb', option, device, longGdb(option.word));
  }
  const value = option?.value;
  if (option === undefined || value === undefined || value.decoded === 'none') return [];
  return ofDevice(
    machine,
    'gdb',
    option,
    value.decoded.startsWith('tcp:') ? forcedServer(value) : value,
  );
}

/** The device with the flags that `gdbserver_start` appends to `tcp:`. */
function forcedServer(device: MappedText): MappedText {
  const last = device.pieces.at(-1);
  if (last === undefined) return device;
  const at = { start: last.at.end, end: last.at.end };
  return concat([device, generated(',wait=off,nodelay=on,server=on', { ...last, at })]);
}

/** `-s` written out. */
function longGdb(word: Word): readonly Change[] {
  return [
    replace(word.value, [text('-gdb')]),
    { kind: 'add-words', after: word, words: ['tcp:127.0.0.1:1234'] },
  ];
}

function qtests(machine: Machine): readonly Endpoint[] {
  const option = machine.options.findLast(({ name }) => name === 'qtest');
  const written = option?.value ? ofDevice(machine, 'qtest', option, option.value) : [];
  const objects = machine.options.flatMap((candidate) => {
    const { name, value } = candidate;
    if (name !== 'object' || value === undefined) return [];
    const properties = listOrJsonProperties(value, 'qom-type');
    const chardev = findProperty(properties, 'chardev');
    if (findProperty(properties, 'qom-type')?.value.decoded !== 'qtest' || !chardev) return [];
    return ofChardev(machine, 'qtest', candidate, findChardev(machine.chardevs, chardev.value));
  });
  return [...written, ...objects];
}

function ofDevice(
  machine: Machine,
  kind: 'gdb' | 'qtest',
  option: Option,
  device: MappedText,
  toLoopback?: readonly Change[],
): readonly Endpoint[] {
  const { version } = machine;
  const read = readLegacyDevice(device, { option, version, permitsMonitor: kind === 'gdb' });
  const chardev = read.kind === 'chardev' ? read.chardev : findChardev(machine.chardevs, read.id);
  return ofChardev(machine, kind, option, chardev, toLoopback);
}

function ofChardev(
  machine: Machine,
  kind: 'gdb' | 'qtest',
  option: Option,
  chardev: Chardev | undefined,
  toLoopback?: readonly Change[],
): readonly Endpoint[] {
  if (chardev === undefined || isMonitor(machine, chardev)) return [];
  return monitorReach(machine, { chardev }).flatMap((reach) => {
    if (!('transport' in reach)) return [];
    return [reachEndpoint(kind, option, reach, toLoopback ?? listenOnLoopback(reach.chardev))];
  });
}

/** Whether it is a monitor, which has a finding of its own. */
function isMonitor(machine: Machine, chardev: Chardev): boolean {
  if (chardev.mux) return true;
  const leaves = leafChardevs(machine.chardevs, chardev);
  return machine.monitors.some((monitor) =>
    (monitor.chardev ? leafChardevs(machine.chardevs, monitor.chardev) : []).some((leaf) =>
      leaves.includes(leaf),
    ),
  );
}

function reachEndpoint(
  kind: 'gdb' | 'qtest',
  option: Option,
  reach: NetworkReach,
  toLoopback: readonly Change[] | undefined,
): Endpoint {
  const { at, through, host, who, certain } = reach;
  const listens = who === 'network' || who === 'host';
  return {
    kind,
    option,
    at,
    through,
    host,
    port: reach.port && knownText(reach.port),
    who,
    address: who === 'network' ? reach.address : 'one',
    local: listens ? false : reach.local,
    protection: listens ? reach.protection : { kind: 'none' },
    certain,
    toLoopback: listens ? toLoopback : undefined,
  };
}

/** The last `-incoming` for the main channel. */
function migrations(machine: Machine): readonly Endpoint[] {
  const option = machine.options.findLast(
    ({ name, value }) => name === 'incoming' && value && !isOtherChannel(value),
  );
  const listener = option?.value && migrationListener(option.value, machine);
  if (option === undefined || listener === undefined) return [];
  return ofListener('migration', option, listener, tlsProtection(machine, migrationTls(machine)));
}

/** Whether it is for another channel: `channel-type=cpr`. */
function isOtherChannel(value: MappedText): boolean {
  if (/^[a-z]+:|^defer$/.test(value.decoded)) return false;
  const channel = findProperty(listOrJsonProperties(value, 'channel-type'), 'channel-type');
  return channel !== undefined && channel.value.decoded !== 'main';
}

/** `tcp:HOST:PORT`, `rdma:HOST:PORT` (`inet_parse`), or since 10.0 a channel in JSON or dotted keys. */
function migrationListener(value: MappedText, machine: Machine): Listener | undefined {
  const scheme = /^(?:tcp|rdma):/.exec(value.decoded)?.[0];
  if (scheme !== undefined) return uriListener(value, scheme.length);
  if (machine.version < 1000) return undefined;
  const properties = listOrJsonProperties(value, 'channel-type');
  const transport = findProperty(properties, 'addr.transport')?.value.decoded;
  if (transport === 'rdma') return inetListener(properties);
  const type = findProperty(properties, 'addr.type')?.value.decoded;
  return transport === 'socket' && type === 'inet' ? inetListener(properties) : undefined;
}

/** The listener of `HOST:PORT`, with brackets around an IPv6 host. */
function uriListener(value: MappedText, hostStart: number): Listener | undefined {
  const { decoded: uri } = value;
  const comma = uri.indexOf(',', hostStart);
  const end = comma === -1 ? uri.length : comma;
  const bracket = uri[hostStart] === '[' ? uri.indexOf(']', hostStart) : hostStart;
  const colon = bracket === -1 ? -1 : uri.indexOf(':', bracket);
  if (colon !== -1 && colon + 1 < end) {
    const port = knownText(slice(value, colon + 1, end));
    return addressListener(value, { start: 0, hostStart, hostEnd: colon, end }, port);
  }
  // `tcp:$ADDRESS`: host and port in one.
  if (end - hostStart !== 1 || !unknownAt(value, hostStart)) return undefined;
  const listener = addressListener(value, { start: 0, hostStart, hostEnd: end, end }, undefined);
  return { ...listener, toLoopback: undefined };
}

/** `-global migration.tls-creds=ID`. */
function migrationTls({ options }: Machine): readonly Property[] {
  return options.flatMap(({ name, value }) => {
    if (name !== 'global' || !value?.decoded.startsWith('migration.')) return [];
    const { properties } = parsePropertyList(value, 'migration.'.length, undefined);
    return properties;
  });
}

/** The NBD server of qemu-storage-daemon, which refuses a second one. */
function nbdServers(machine: Machine): readonly Endpoint[] {
  const option = machine.options.find(({ name }) => name === 'nbd-server');
  if (option?.value === undefined) return [];
  const properties = listOrJsonProperties(option.value, undefined);
  if (findProperty(properties, 'addr.type')?.value.decoded !== 'inet') return [];
  const listener = inetListener(properties);
  return listener ? ofListener('nbd', option, listener, tlsProtection(machine, properties)) : [];
}

function inetListener(properties: readonly Property[]): Listener | undefined {
  const host = findProperty(properties, 'addr.host');
  const port = findProperty(properties, 'addr.port');
  return host && port && hostListener(host, knownText(port.value));
}

function ofListener(
  kind: 'migration' | 'nbd',
  option: Option,
  listener: Listener,
  protection: Protection,
): readonly Endpoint[] {
  const { who, toLoopback } = listener;
  if (protection.kind === 'refused' || protection.kind === 'unusable') return [];
  if (who !== 'network' && who !== 'host') return [];
  const certain = protection.kind !== 'unknown';
  const changes = toLoopback && [toLoopback];
  return [
    { ...listener, kind, option, who, local: false, protection, certain, toLoopback: changes },
  ];
}
