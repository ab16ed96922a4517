/**
 * The installed QEMU agrees with the known command lines of `data/vectors.jsonl`. Needs qemu-system-x86_64; fails without it
 * under CI.
 */
import { QEMU } from './needs.ts';
import { tryVectors } from './try-vectors.ts';

const DAEMON = 'qemu-storage-daemon';

await tryVectors(
  new Map([
    [QEMU, QEMU],
    [DAEMON, DAEMON],
  ]),
);
