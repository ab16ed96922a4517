/**
 * The installed QEMU agrees with the known command lines of `data/vectors.jsonl`. Needs qemu-system-x86_64; fails without it
 * under CI.
 */
import { versionOf } from './judge.ts';
import { nameWhatIsMissing, tryVectors } from './try-vectors.ts';

const SYSTEM = 'qemu-system-x86_64';
const DAEMON = 'qemu-storage-daemon';

if (versionOf(SYSTEM) === undefined) {
  nameWhatIsMissing('qemu-system-x86_64 is not installed, so no vector was tried');
} else {
  await tryVectors(
    new Map([
      [SYSTEM, SYSTEM],
      [DAEMON, DAEMON],
    ]),
  );
}
