/** World-writable directories. */
import type { MappedText } from '../../text/mapped-text.ts';

/** Directories where every local user can create files. */
const SHARED_DIRECTORIES = ['/tmp/', '/var/tmp/', '/dev/shm/', '/run/lock/', '/var/lock/'];

/** Whether a socket is in such a directory at any depth. Without a path QEMU picks one in /tmp. */
export function isShared({ decoded }: MappedText): boolean {
  return decoded === '' || SHARED_DIRECTORIES.some((directory) => decoded.startsWith(directory));
}

/** The shared directory of a path: `/tmp` of `/tmp/vm/m.sock`, also for an empty path. */
export function sharedDirectory({ decoded }: MappedText): string {
  const found = SHARED_DIRECTORIES.find((directory) => decoded.startsWith(directory));
  return (found ?? '/tmp/').slice(0, -1);
}
