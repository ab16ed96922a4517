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
import { booleanFact, type Property } from '../../server/src/qemu/options/keyval.ts';
import type { QemuVersion } from '../../server/src/qemu/options/version.ts';
import { readConfig } from '../../server/src/syntax/readconfig/reader.ts';
import { verbatim } from '../../server/src/text/mapped-text.ts';
import { encodingsOf } from '../support/encodings.ts';
import type { VectorChardev, VectorMonitor } from './data/vectors.ts';

/** The invocation of an argv, the program first, with the files that it may read. */
function invocationOf(
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

/** A machine's monitors, as vectors write them. Which one has the focus of a mux is not told. */
export function describeMonitors(machine: Machine): readonly VectorMonitor[] {
  return machine.monitors.flatMap((monitor): readonly VectorMonitor[] => {
    const { chardev, chardevName = '', mode, made } = monitor;
    const own = {
      mode: mode === 'qmp' ? 'control' : 'readline',
      focus: undefined,
      implicit: made === 'default',
      pretty: isPretty(monitor),
    } as const;
    const leaves = chardev ? leafChardevs(machine.chardevs, chardev) : [undefined];
    return leaves.map((leaf) => ({
      ...describeBackend(machine, leaf),
      ...describeFront(chardev),
      ...own,
      chardev: chardevName,
      via: leaf === chardev ? undefined : `${leaf?.id?.decoded}${leaf?.mux ? '-base' : ''}`,
    }));
  });
}

/** A machine's chardevs without a monitor of their own. */
export function describeChardevs(machine: Machine): readonly VectorChardev[] {
  const monitors = new Set(machine.monitors.map(({ chardevName }) => chardevName));
  return [...machine.chardevs]
    .filter(([id]) => !monitors.has(id))
    .map(([id, chardev]) => ({
      ...describeBackend(machine, chardev),
      ...describeFront(chardev),
      chardev: id,
      via: chardev.backend.kind === 'mux' && !chardev.mux ? id : undefined,
    }));
}

function describeFront(chardev: Chardev | undefined): Pick<VectorChardev, 'mux' | 'hub'> {
  const kind = chardev?.backend.kind;
  const mux = chardev?.mux === true;
  return { mux: mux || kind === 'mux', hub: kind === 'hub' && !mux };
}

function isPretty({ option, properties }: Monitor): boolean {
  if (option?.name === 'qmp-pretty') return true;
  return knownValue(booleanFact(properties, 'pretty')) === true;
}

type BackendFields = Omit<VectorChardev, 'chardev' | 'mux' | 'hub' | 'via'>;

function describeBackend(machine: Machine, leaf: Chardev | undefined): BackendFields {
  const backend = leaf?.backend;
  const none: BackendFields = {
    backend: backend?.kind === 'other' ? backend.name : (backend?.kind ?? 'none'),
    host: undefined,
    port: undefined,
    path: undefined,
    abstract: false,
    family: familyOf(leaf?.properties ?? []),
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
    unreachable: false,
  };
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
    abstract: isOn(backend.abstract),
    server,
    telnet: isOn(backend.telnet),
    websocket: isOn(backend.websocket),
    tn3270: isOn(backend.tn3270),
    wait: server && (backend.wait.kind === 'absent' || isOn(backend.wait)),
    to: textOf(backend.to),
    fd: addressed ? undefined : (textOf(backend.fd) ?? ''),
    authz: textOf(backend.tlsAuthz),
    unreachable: serverProtection(machine, backend).kind === 'unusable',
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

/** The only family that is left, as `inet_ai_family_from_address` has it. */
function familyOf(properties: readonly Property[]): '4' | '6' | undefined {
  const ipv4 = knownValue(booleanFact(properties, 'ipv4'));
  const ipv6 = knownValue(booleanFact(properties, 'ipv6'));
  if (ipv4 === true && ipv6 === true) return undefined;
  if (ipv6 === true || ipv4 === false) return '6';
  return ipv4 === true || ipv6 === false ? '4' : undefined;
}

function isOn(fact: Fact<boolean>): boolean {
  return knownValue(fact) === true;
}

function textOf(fact: Fact<string>): string | undefined {
  return fact.kind === 'known' ? fact.value : undefined;
}
