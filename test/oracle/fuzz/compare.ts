/**
 * Compares what QEMU did with what our model says. What only the machine can know, such as whether a port
 * is taken, is told apart by QEMU's message and counts for neither.
 */
import { literalFamily } from '../../../server/src/qemu/chardev/address.ts';
import type { Machine } from '../../../server/src/qemu/machine/machine.ts';
import type { VectorChardev } from '../data/vectors.ts';
import { compareAccepted } from '../judge/against-vector.ts';
import type { Verdict } from '../judge/verdict.ts';
import { describeChardevs, describeMonitors } from '../model.ts';
import type { FuzzCase } from './case.ts';
import { ABSENT_NAMES, ABSENT_SERVICES, NUMERIC_NAMES, PEER_PATH } from './values.ts';

export interface Comparison {
  readonly outcome: 'accepted' | 'refused' | 'environment';
  /** How many things were compared. */
  readonly compared: number;
  /** What differs, in words; empty if nothing does. */
  readonly disagreements: readonly string[];
}

/** Compares. */
export function compare({ base, args }: FuzzCase, seen: Verdict, machine: Machine): Comparison {
  const monitors = describeMonitors(machine);
  const chardevs = describeChardevs(machine);
  const described = [...monitors, ...chardevs];
  const environment = { outcome: 'environment', compared: 0, disagreements: [] } as const;
  const [refusal] = machine.refusals;
  if (!seen.accepted) {
    if (refusal) return { outcome: 'refused', compared: 1, disagreements: [] };
    const error = errorOf(seen);
    if (isEnvironment(error, described)) return environment;
    const disagreements = [`QEMU refuses, the model does not: ${error}`];
    return { outcome: 'refused', compared: 1, disagreements };
  }
  // One that waits may still be refused, and the judge leaves out what listens where it does itself.
  if (seen.hung || described.some(({ server, path }) => server && path === PEER_PATH)) {
    return environment;
  }
  if (refusal) {
    const disagreements = [`the model refuses, QEMU does not: ${refusal.message}`];
    return { outcome: 'accepted', compared: 1, disagreements };
  }
  // What a peer hears is known by its words alone.
  const greetings = seen.greetings.filter(({ at }) => at.kind !== 'peer');
  const expected = { base, args, monitors, chardevs, admitsAnyone: true } as const;
  const { compared, disagreements } = compareAccepted(expected, { ...seen, greetings });
  return { outcome: 'accepted', compared: compared + 1, disagreements };
}

/** What QEMU printed, without warnings and notes; a signal where it crashed. */
export function errorOf({ signal, stderr }: Verdict & { accepted: false }): string {
  const remarks = [': warning: ', ': info: ', 'Please use '];
  const lines = stderr
    .split('\n')
    .filter((line) => line !== '' && !remarks.some((words) => line.includes(words)));
  return (signal ? `${signal}: ` : '') + lines.join('\n').slice(-400);
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

function isEnvironment(error: string, described: readonly VectorChardev[]): boolean {
  // It crashed, which is no word of its own.
  if (error.startsWith('SIG')) return true;
  if (ENVIRONMENT.some((text) => error.includes(text))) return true;
  if (dependsOnFamilies(error, described)) return true;
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
function dependsOnFamilies(error: string, described: readonly VectorChardev[]): boolean {
  return described.some(({ backend, server, host = '', family }) => {
    if (server || (backend !== 'socket' && backend !== 'udp')) return false;
    const isUnknown = error.includes('Name or service not known') && family !== undefined;
    const isNamed = backend === 'udp' && literalFamily(host) === undefined;
    return isUnknown || (isNamed && error.includes('Address family for hostname'));
  });
}
