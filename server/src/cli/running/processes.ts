/** Running QEMUs, from `/proc`: their arguments and users. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { attempt, programOfName } from '../../workspace/front-end.ts';

export interface RunningProcess {
  readonly pid: number;
  readonly words: readonly string[];
  readonly uid: number;
}

/** Processes that run a QEMU. */
export interface RunningProcesses {
  readonly all: readonly RunningProcess[];
  readonly unread: number;
  /** Whether the system hides other users' processes (`hidepid`). */
  readonly isHidden: boolean;
}

/** The QEMUs that `/proc` shows; undefined without `/proc`. */
export function findRunning(proc: string): RunningProcesses | undefined {
  const entries = attempt(() => readdirSync(proc));
  if (entries === undefined) return undefined;
  const pids = entries.filter((name) => /^\d+$/.test(name)).map(Number);
  const all: RunningProcess[] = [];
  let unread = 0;
  for (const pid of pids.toSorted((a, b) => a - b)) {
    const found = readProcess(proc, pid);
    if (found === 'unreadable') unread++;
    else if (found) all.push(found);
  }
  // Process 1 always exists.
  return { all, unread, isHidden: !pids.includes(1) };
}

/** A process; undefined if it is no QEMU or exits meanwhile. */
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

/** The name in `/etc/passwd`, else the number. */
export function userName(uid: number): string {
  const users = attempt(() => readFileSync('/etc/passwd', 'utf8')) ?? '';
  for (const line of users.split('\n')) {
    const [name, , number] = line.split(':');
    if (name && number === `${uid}`) return name;
  }
  return `${uid}`;
}
