import type { MappedText } from '../../text/mapped-text.ts';

const SHARED_DIRECTORIES = ['/tmp/', '/var/tmp/', '/dev/shm/', '/run/lock/', '/var/lock/'];

/** Whether a path is below a shared directory. QEMU replaces an empty path by a name in /tmp. */
export function isShared({ decoded }: MappedText): boolean {
  return decoded === '' || SHARED_DIRECTORIES.some((directory) => decoded.startsWith(directory));
}

/** `/tmp` of `/tmp/vm/m.sock` and of an empty path. */
export function sharedDirectory({ decoded }: MappedText): string {
  const found = SHARED_DIRECTORIES.find((directory) => decoded.startsWith(directory));
  return (found ?? '/tmp/').slice(0, -1);
}
