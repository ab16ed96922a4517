/** What Linux tells of other processes. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The CPU time of all threads of a process in seconds; not a number where no system tells. */
export function cpuSeconds(pid: number | undefined): number {
  const tasks = `/proc/${pid}/task`;
  if (!existsSync(tasks)) return Number.NaN;
  return readdirSync(tasks).reduce((sum, task) => {
    const [nanoseconds] = readFileSync(join(tasks, task, 'schedstat'), 'utf8').split(' ');
    return sum + Number(nanoseconds) / 1e9;
  }, 0);
}

/** The most memory that a process has had. */
export function peakMebibytes(pid: number | undefined): number {
  const status = `/proc/${pid}/status`;
  if (!existsSync(status)) return 0;
  const kibibytes = Number(/VmHWM:\s*(\d+)/.exec(readFileSync(status, 'utf8'))?.[1] ?? 0);
  return Math.round(kibibytes / 1024);
}
