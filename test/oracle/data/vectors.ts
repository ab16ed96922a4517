/**
 * Known command lines with what QEMU 10.0 makes of them: which monitors there are and on which transport,
 * or the message it refuses them with. `vectors.jsonl` holds one a line. `vectors.test.ts` asks the
 * installed QEMU whether they are true; tests of our own model compare with them. Starts nothing.
 */
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';

/** Command lines that many vectors begin with. A vector's own arguments follow them. */
export const BASES = {
  /** No defaults at all: each monitor and chardev is one that the vector asks for. */
  bare: 'qemu-system-x86_64 -machine none -nodefaults -display none -S',
  /** With QEMU's default monitor, unless the vector takes it away. */
  headless: 'qemu-system-x86_64 -machine none -display none -S',
  nographic: 'qemu-system-x86_64 -machine none -nographic -S',
  /** A machine that has a serial port, and with it QEMU's default serial console. */
  pc: 'qemu-system-x86_64 -machine pc -accel tcg -m 32 -display none -S',
  'pc-nographic': 'qemu-system-x86_64 -machine pc -accel tcg -m 32 -nographic -S',
  'storage-daemon': 'qemu-storage-daemon',
} as const;

/** `readline` is HMP, `control` is QMP, as in `-mon mode=`. */
export type Mode = 'readline' | 'control';

/**
 * A chardev that the command line makes. Text is as written: a host of `0x7f000001` stays so. A property
 * that is not written is undefined, which differs from one that is empty: `tcp::4444` has the host ''.
 */
export interface VectorChardev {
  /** Its kind, behind a mux or a hub the kind of the leaf: `socket`, `stdio`, `pty` … */
  readonly backend: string;
  /** Its id: `compat_monitor0`, `serial0`, `m` … */
  readonly chardev: string;
  readonly host: string | undefined;
  readonly port: string | undefined;
  /** The path of a UNIX socket, a file or a pipe. */
  readonly path: string | undefined;
  /** Whether the path is an abstract name. */
  readonly abstract: boolean;
  /** The only family of addresses that `ipv4` and `ipv6` leave. */
  readonly family: '4' | '6' | undefined;
  /** Whether QEMU listens. False for everything that is no socket. */
  readonly server: boolean;
  readonly telnet: boolean;
  readonly websocket: boolean;
  readonly tn3270: boolean;
  readonly tls: VectorTls | undefined;
  /** The id in `tls-authz`. */
  readonly authz: string | undefined;
  /** Whether a mux stands between, made by `mux=on` or `mon:`. */
  readonly mux: boolean;
  /** Whether QEMU's start waits for a client. */
  readonly wait: boolean;
  /** The last port of a range to try. */
  readonly to: string | undefined;
  /** The number of a file descriptor that QEMU inherits; '' is a socket without any address. */
  readonly fd: string | undefined;
  /** Where UDP is heard. */
  readonly localAddress: string | undefined;
  readonly localPort: string | undefined;
  /** The leaf behind a hub, an id. */
  readonly via: string | undefined;
  readonly hub: boolean;
  /** Whether no client can get in, because `tls-authz` names no object. */
  readonly unreachable: boolean;
}

/** A monitor with the chardev that it is attached to; behind a hub one for each leaf. */
export interface VectorMonitor extends VectorChardev {
  readonly mode: Mode;
  /** Whether the monitor has the focus of its mux; if not, Ctrl-a c brings it. Undefined if not told. */
  readonly focus: boolean | undefined;
  /** Whether no option asked for it. */
  readonly implicit: boolean;
  /** Whether QMP is printed with indentation. */
  readonly pretty: boolean;
}

interface VectorTls {
  /** The id in `tls-creds`. */
  readonly creds: string;
  readonly type: 'tls-creds-x509' | 'tls-creds-anon' | 'tls-creds-psk';
  /** Whether a client must prove something: a certificate or a key. */
  readonly verifyPeer: boolean;
}

/** What another version of QEMU does with the same command line. */
interface Difference {
  readonly accepted: boolean;
  /** Text that its message contains, if it refuses. */
  readonly error?: string;
  readonly note?: string;
}

/** What must exist for QEMU to start: see the judge's `Provision`, where each is described. */
type Requirement = 'pki' | 'psk' | 'fd9' | 'spice';

interface VectorBase {
  /** A name, unique: `tcp-wildcard-empty-host`. */
  readonly id: string;
  /** What it is about, the order of the file: `tcp`, `unix`, `readconfig`, `tls` … */
  readonly topic: string;
  readonly base: keyof typeof BASES;
  readonly args: readonly string[];
  /** Files to write before the start, by path: relative to the working directory. */
  readonly files: Readonly<Record<string, string>>;
  readonly requires: Requirement | undefined;
  /** Other versions, by number: `5.2`, `7.2` or `11.1`. One that is not named does as 10.0 does. */
  readonly differs: Readonly<Record<string, Difference>>;
  /** Why the vector exists, or ''. */
  readonly note: string;
}

export interface AcceptedVector extends VectorBase {
  readonly accepted: true;
  readonly monitors: readonly VectorMonitor[];
  /** The chardevs without a monitor; undefined if they are not told. */
  readonly chardevs: readonly VectorChardev[] | undefined;
}

interface RefusedVector extends VectorBase {
  readonly accepted: false;
  /** Text that QEMU's message contains. */
  readonly error: string;
}

export type Vector = AcceptedVector | RefusedVector;

/** In the file, what is false, absent or empty is left out. */
type Row =
  | (Partial<Omit<AcceptedVector, 'monitors' | 'chardevs'>> &
      Pick<AcceptedVector, 'id' | 'topic' | 'base' | 'args' | 'accepted'> & {
        readonly monitors: readonly (Partial<VectorMonitor> &
          Pick<VectorMonitor, 'mode' | 'backend' | 'chardev'>)[];
        readonly chardevs?: readonly (Partial<VectorChardev> &
          Pick<VectorChardev, 'backend' | 'chardev'>)[];
      })
  | (Partial<RefusedVector> &
      Pick<RefusedVector, 'id' | 'topic' | 'base' | 'args' | 'accepted' | 'error'>);

/** The topic of what `fuzz/keep.ts` has found. Only QEMU 10.0 is asked about it. */
export const RANDOM = 'random';

const VECTOR_DEFAULTS = { files: {}, requires: undefined, differs: {}, note: '' } as const;

const CHARDEV_DEFAULTS: Omit<VectorChardev, 'backend' | 'chardev'> = {
  host: undefined,
  port: undefined,
  path: undefined,
  abstract: false,
  family: undefined,
  server: false,
  telnet: false,
  websocket: false,
  tn3270: false,
  tls: undefined,
  authz: undefined,
  mux: false,
  wait: false,
  to: undefined,
  fd: undefined,
  localAddress: undefined,
  localPort: undefined,
  via: undefined,
  hub: false,
  unreachable: false,
};

const MONITOR_DEFAULTS = { ...CHARDEV_DEFAULTS, focus: true, implicit: false, pretty: false };

const PATH = join(import.meta.dirname, 'vectors.jsonl');

/** All vectors, in the order of the file. */
export function loadVectors(): readonly Vector[] {
  const lines = readFileSync(PATH, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => readVector(JSON.parse(line)));
}

/** Adds a vector to the file. */
export function keepVector(vector: Vector): void {
  const row = vector.accepted
    ? {
        ...vector,
        monitors: vector.monitors.map((monitor) => without(monitor, MONITOR_DEFAULTS)),
        chardevs: vector.chardevs?.map((chardev) => without(chardev, CHARDEV_DEFAULTS)),
      }
    : vector;
  appendFileSync(PATH, `${JSON.stringify(without(row, VECTOR_DEFAULTS))}\n`);
}

function without(all: object, defaults: Readonly<Record<string, unknown>>): object {
  const written = Object.entries(all).filter(
    ([key, value]) => value !== undefined && !isDeepStrictEqual(value, defaults[key]),
  );
  return Object.fromEntries(written);
}

function readVector(row: Row): Vector {
  if (!row.accepted) return { ...VECTOR_DEFAULTS, ...row };
  const monitors = row.monitors.map((monitor) => ({ ...MONITOR_DEFAULTS, ...monitor }));
  const chardevs = row.chardevs?.map((chardev) => ({ ...CHARDEV_DEFAULTS, ...chardev }));
  return { ...VECTOR_DEFAULTS, ...row, monitors, chardevs };
}

/** The whole command line, the program first: `['qemu-system-x86_64', '-machine', 'none', …]`. */
export function argvOf(vector: Vector): readonly string[] {
  return [...BASES[vector.base].split(' '), ...vector.args];
}

/** What the vector itself says, for version 10.0. */
const BASELINE = 10.0;

/**
 * What a version such as `10.0.13` or `8.2` may do with a vector. There are two answers where the version
 * lies between two that are known that disagree.
 */
export function outcomesIn(vector: Vector, version: string): readonly Difference[] {
  const wanted = Number.parseFloat(version);
  const known = new Map<number, Difference>([[BASELINE, vector]]);
  for (const older of [5.2, 7.2, 11.1]) known.set(older, vector.differs[String(older)] ?? vector);
  const versions = [...known.keys()].sort((a, b) => a - b);
  const below = versions.findLast((each) => each <= wanted) ?? versions[0];
  const above = versions.find((each) => each >= wanted) ?? versions.at(-1);
  const outcomes = new Set<Difference>();
  for (const each of [below, above]) {
    const outcome = each === undefined ? undefined : known.get(each);
    if (outcome !== undefined) outcomes.add(outcome);
  }
  return [...outcomes];
}
