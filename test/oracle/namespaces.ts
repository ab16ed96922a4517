/** Where a test may start what it likes: without a network, and with mounts and a list of processes of its own. */
import { spawnSync } from 'node:child_process';

/** Options of `unshare`, for root or a user who may map root. When it ends, all processes in it end. */
export const NAMESPACES: readonly string[] = [
  ...(process.getuid?.() === 0 ? [] : ['--map-root-user']),
  ...['--net', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc'],
];

/** Whether this machine lets us. */
export function canShutIn(): boolean {
  return spawnSync('unshare', [...NAMESPACES, 'true']).status === 0;
}

/** Ends a process of a list that is ours alone. */
export function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It went by itself.
  }
}
