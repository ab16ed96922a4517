/**
 * What QEMU did with a case, short enough to be kept as a fixture and the same in every run: random ports,
 * terminals and temporary names are written as one.
 */
import type { Mode } from '../data/vectors.ts';
import type { Listener, Verdict } from '../judge/verdict.ts';

export type Observation =
  | {
      readonly accepted: false;
      /** What QEMU printed; a signal where it crashed. */
      readonly error: string;
    }
  | {
      readonly accepted: true;
      readonly chardevs: readonly SeenChardev[];
      readonly listeners: readonly Listener[];
      /** Undefined if the judge did not connect. */
      readonly greetings: readonly SeenGreeting[] | undefined;
      /** Whether its start has not ended, for want of a client or otherwise. */
      readonly hung: boolean;
    };

export interface SeenChardev {
  readonly label: string;
  /** `disconnected:tcp:127.0.0.1:4444,server=on`, `mux`, `vc` … */
  readonly filename: string;
  /** Whether a monitor or device is attached. */
  readonly open: boolean;
}

export interface SeenGreeting {
  /** The address that the judge connected to, or the id of a chardev without an address. */
  readonly at?: Listener;
  readonly label?: string;
  /** The monitors that greeted at any of its doors, sorted, each once. */
  readonly modes: readonly Mode[];
}

/** The digest of a verdict. */
export function observe(verdict: Verdict, probed: boolean): Observation {
  if (!verdict.accepted) {
    const { signal, stderr } = verdict;
    const lines = stderr.split('\n').filter((line) => line !== '' && !isRemark(line));
    return { accepted: false, error: (signal ? `${signal}: ` : '') + lines.join('\n').slice(-400) };
  }
  const chardevs = (verdict.chardevs ?? []).map(({ label, filename, frontendOpen }) => ({
    label,
    filename: steady(filename),
    open: frontendOpen,
  }));
  return {
    accepted: true,
    chardevs: chardevs.toSorted((a, b) => (a.label < b.label ? -1 : 1)),
    listeners: verdict.listeners.map(steadyListener),
    greetings: probed && !verdict.ended ? greetings(verdict) : undefined,
    hung: verdict.hung,
  };
}

/** Warnings and notes, which are no reason. */
function isRemark(line: string): boolean {
  return [': warning: ', ': info: ', 'Please use '].some((words) => line.includes(words));
}

function greetings(verdict: Verdict & { accepted: true }): readonly SeenGreeting[] {
  return verdict.greetings.flatMap(({ at, chardev, doors }): readonly SeenGreeting[] => {
    // One that a peer of QEMU's hears is known by its words alone.
    if (at.kind === 'peer') return [];
    const modes = new Set(doors.flatMap((door) => [...door.modes, ...door.behind]));
    const place = { modes: [...modes].sort() };
    if ('port' in at || at.kind === 'unix' || at.kind === 'abstract') {
      return [{ ...place, at: steadyListener(at) }];
    }
    return chardev === undefined ? [] : [{ ...place, label: chardev }];
  });
}

/** The first port that the kernel hands out by itself. */
const EPHEMERAL = 32768;
/** What stands for a port that the kernel chose. */
export const ANY_PORT = 0;

function steadyListener(listener: Listener): Listener {
  switch (listener.kind) {
    case 'unix':
      return { ...listener, path: steady(listener.path) };
    case 'abstract':
      return listener;
    case 'tcp':
      return { ...listener, port: steadyPort(listener.port) };
    case 'udp':
      return { ...listener, port: steadyPort(listener.port) };
  }
}

function steadyPort(port: number): number {
  return port >= EPHEMERAL && port < 61000 ? ANY_PORT : port;
}

/** A name without what the kernel or chance chose. */
function steady(name: string): string {
  return name
    .replace(/qemu-socket-\w{6}/, 'qemu-socket-XXXXXX')
    .replace(/\/dev\/pts\/\d+/, '/dev/pts/N')
    .replace(/ <-> .*$/, ' <-> peer')
    .replace(/:(\d+)(?=,|$| )/g, (_, port: string) => `:${steadyPort(Number(port))}`);
}
