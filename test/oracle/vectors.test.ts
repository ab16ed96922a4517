/**
 * The known command lines of `data/vectors.jsonl` against the installed QEMU. Needs qemu-system-x86_64, and
 * fails without it where CI is `true`.
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
