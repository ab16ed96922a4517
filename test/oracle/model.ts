/** Our model's answer to an argv, in the words of the oracles, so that the two can be compared. */

import { lowerReadConfig } from '../../server/src/invocation/from-readconfig.ts';
import type {
  ArgvInvocation,
  ConfigInvocation,
  Word,
} from '../../server/src/invocation/invocation.ts';
import type { Chardev } from '../../server/src/qemu/chardev/chardev.ts';
import { buildMachine } from '../../server/src/qemu/machine/build-machine.ts';
import { leafChardevs, type Machine, type Monitor } from '../../server/src/qemu/machine/machine.ts';
import { objectProperty } from '../../server/src/qemu/object/object.ts';
import { findObject, serverProtection } from '../../server/src/qemu/object/protection.ts';
import { type Fact, knownValue } from '../../server/src/qemu/options/fact.ts';
import { booleanFact } from '../../server/src/qemu/options/keyval.ts';
import type { QemuVersion } from '../../server/src/qemu/options/version.ts';
import { readConfig } from '../../server/src/syntax/readconfig/reader.ts';
import { verbatim } from '../../server/src/text/mapped-text.ts';
import { encodingsOf } from '../support/encodings.ts';
import type { VectorMonitor } from './data/vectors.ts';

/** The invocation of an argv, the program first, with the files that it may read. */
export function invocationOf(
  argv: readonly string[],
  files: Readonly<Record<string, string>> = {},
): ArgvInvocation {
  const source = argv.join('\n');
  let start = 0;
  const words: readonly Word[] = argv.map((word) => {
    const at = { start, end: start + word.length };
    start = at.end + 1;
    return { value: verbatim(source, at, encodingsOf('unknown')), at, many: false };
  });
  const [program, ...rest] = words;
  const configs = new Map<string, ConfigInvocation>();
  for (const [name, text] of Object.entries(files)) {
    configs.set(name, lowerReadConfig(readConfig(text)));
  }
  return {
    kind: 'argv',
    program: program?.value.decoded.includes('storage-daemon') ? 'storage-daemon' : 'system',
    programAt: program?.at ?? { start: 0, end: 0 },
    words: rest,
    partial: false,
    name: undefined,
    configs,
  };
}

/** The machine of an argv. */
export function modelOf(
  argv: readonly string[],
  files: Readonly<Record<string, string>>,
  version: QemuVersion,
): Machine {
  return buildMachine(invocationOf(argv, files), version);
}

/** What a machine's monitors are, as vectors write it. A mux or hub counts as its first socket. */
export function describeMonitors(machine: Machine): readonly VectorMonitor[] {
  return machine.monitors.map((monitor) => describeMonitor(machine, monitor));
}

function describeMonitor(machine: Machine, monitor: Monitor): VectorMonitor {
  const { chardev } = monitor;
  const leaves = chardev ? leafChardevs(machine.chardevs, chardev) : [];
  const leaf = leaves[0];
  const backend = leaf?.backend;
  const hub = chardev?.backend.kind === 'hub';
  const common = {
    mode: monitor.mode === 'qmp' ? 'control' : 'readline',
    backend: backend?.kind === 'other' ? backend.name : (backend?.kind ?? 'none'),
    chardev: monitor.chardevName ?? '',
    mux: chardev !== undefined && (chardev.mux || chardev.backend.kind === 'mux'),
    focus: true,
    implicit: monitor.made === 'default',
    pretty: isPretty(monitor),
    hub,
    via: hub || chardev?.backend.kind === 'mux' ? leaf?.id?.decoded : undefined,
    unreachable:
      backend?.kind === 'socket' && serverProtection(machine, backend).kind === 'unusable',
  } as const;
  return { ...common, ...describeBackend(machine, leaf) };
}

function isPretty({ option, properties }: Monitor): boolean {
  if (option?.name === 'qmp-pretty') return true;
  return knownValue(booleanFact(properties, 'pretty')) === true;
}

type BackendFields = Pick<
  VectorMonitor,
  | 'host'
  | 'port'
  | 'path'
  | 'server'
  | 'telnet'
  | 'websocket'
  | 'tn3270'
  | 'tls'
  | 'authz'
  | 'wait'
  | 'to'
  | 'fd'
  | 'localAddress'
  | 'localPort'
>;

function describeBackend(machine: Machine, leaf: Chardev | undefined): BackendFields {
  const none: BackendFields = {
    host: undefined,
    port: undefined,
    path: undefined,
    tls: undefined,
    authz: undefined,
    server: false,
    telnet: false,
    websocket: false,
    tn3270: false,
    wait: false,
    to: undefined,
    fd: undefined,
    localAddress: undefined,
    localPort: undefined,
  };
  const backend = leaf?.backend;
  if (backend?.kind === 'other') return { ...none, path: textOf(backend.path) };
  if (backend?.kind === 'udp') {
    const { host, port, localAddress, localPort } = backend;
    return {
      ...none,
      host: textOf(host),
      port: textOf(port),
      localAddress: textOf(localAddress),
      localPort: textOf(localPort),
    };
  }
  if (backend?.kind !== 'socket') return none;
  const server = isOn(backend.server);
  const addressed = backend.host.kind !== 'absent' || backend.path.kind !== 'absent';
  const creds =
    backend.tlsCreds.kind === 'known' ? findObject(machine, backend.tlsCreds.text) : undefined;
  return {
    ...none,
    host: textOf(backend.host),
    port: backend.path.kind === 'absent' ? textOf(backend.port) : undefined,
    path: textOf(backend.path),
    server,
    telnet: isOn(backend.telnet),
    websocket: isOn(backend.websocket),
    tn3270: isOn(backend.tn3270),
    wait: server && (backend.wait.kind === 'absent' || isOn(backend.wait)),
    to: textOf(backend.to),
    fd: addressed ? undefined : (textOf(backend.fd) ?? ''),
    authz: textOf(backend.tlsAuthz),
    tls: creds && {
      creds: textOf(backend.tlsCreds) ?? '',
      type: creds.type as 'tls-creds-x509',
      verifyPeer:
        creds.type !== 'tls-creds-anon' &&
        (creds.type === 'tls-creds-psk' ||
          !['off', 'no', 'n', 'false'].includes(objectProperty(creds, 'verify-peer') ?? 'on')),
    },
  };
}

function isOn(fact: Fact<boolean>): boolean {
  return knownValue(fact) === true;
}

function textOf(fact: Fact<string>): string | undefined {
  return fact.kind === 'known' ? fact.value : undefined;
}
