/** Where a test may start what it likes: without a network, and with mounts and a list of processes of its own. */
import { spawnSync } from 'node:child_process';

/** For `unshare`, which takes them as root, or from whoever may map a root of their own. With it goes all that it started. */
export const NAMESPACES: readonly string[] = [
  ...(process.getuid?.() === 0 ? [] : ['--map-root-user']),
  ...['--net', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc'],
];

/** Whether this machine lets us. */
export function canShutIn(): boolean {
  return spawnSync('unshare', [...NAMESPACES, 'true']).status === 0;
}
