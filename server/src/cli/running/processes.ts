/** The QEMUs that run on this machine, as Linux tells of them: the words that each was started with, and who runs it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { programOfName } from '../../workspace/front-end.ts';

export interface RunningProcess {
  readonly pid: number;
  /** The words of its command line, as QEMU got them. */
  readonly words: readonly string[];
  readonly uid: number;
}

/** The processes that run a QEMU. */
export interface RunningProcesses {
  /** In the order of their numbers. */
  readonly all: readonly RunningProcess[];
  /** How many processes may not be looked at. */
  readonly unread: number;
  /** Whether the system hides the processes of other users. */
  readonly isHidden: boolean;
}

/** Undefined where the system does not tell of processes in this way. */
export function findRunning(proc: string): RunningProcesses | undefined {
  const entries = entriesOf(proc);
  if (entries === undefined) return undefined;
  const pids = entries.filter((name) => /^\d+$/.test(name)).map(Number);
  const all: RunningProcess[] = [];
  let unread = 0;
  for (const pid of pids.toSorted((a, b) => a - b)) {
    const found = readProcess(proc, pid);
    if (found === 'unreadable') unread++;
    else if (found) all.push(found);
  }
  // There is always a first process.
  return { all, unread, isHidden: !pids.includes(1) };
}

/** A process that runs a QEMU. One that ends while it is looked at is none. */
function readProcess(proc: string, pid: number): RunningProcess | 'unreadable' | undefined {
  try {
    const line = readFileSync(join(proc, `${pid}`, 'cmdline'), 'utf8');
    const words = line.replace(/\0$/, '').split('\0');
    if (programOfName(words[0] ?? '') === undefined) return undefined;
    const status = readFileSync(join(proc, `${pid}`, 'status'), 'utf8');
    const uid = /^Uid:\s+\d+\s+(\d+)/m.exec(status)?.[1];
    return { pid, words, uid: Number(uid ?? 0) };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'EACCES' || code === 'EPERM' ? 'unreadable' : undefined;
  }
}

function entriesOf(folder: string): readonly string[] | undefined {
  try {
    return readdirSync(folder);
  } catch {
    return undefined;
  }
}

/** The name of a user, as the system's own list has it; the number where it has none. */
export function userName(uid: number): string {
  for (const line of userLines()) {
    const [name, , number] = line.split(':');
    if (name && number === `${uid}`) return name;
  }
  return `${uid}`;
}

function userLines(): readonly string[] {
  try {
    return readFileSync('/etc/passwd', 'utf8').split('\n');
  } catch {
    return [];
  }
}
