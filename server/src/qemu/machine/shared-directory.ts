/** Directories that all users of a machine share. */
import type { MappedText } from '../../text/mapped-text.ts';

/** Directories where every local user may make files. */
const SHARED_DIRECTORIES = ['/tmp/', '/var/tmp/', '/dev/shm/', '/run/lock/', '/var/lock/'];

/** Whether a socket lies directly or deeper in such a directory. Without a path QEMU makes one in /tmp. */
export function isShared({ decoded }: MappedText): boolean {
  return decoded === '' || SHARED_DIRECTORIES.some((directory) => decoded.startsWith(directory));
}

/** The one of them that a path lies in: the `/tmp` of `/tmp/vm/m.sock`, and where QEMU chooses the path. */
export function sharedDirectory({ decoded }: MappedText): string {
  const found = SHARED_DIRECTORIES.find((directory) => decoded.startsWith(directory));
  return (found ?? '/tmp/').slice(0, -1);
}
