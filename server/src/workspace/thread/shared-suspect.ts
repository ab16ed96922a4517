/** The current file in memory shared with the supervisor; messages would cost more than most files. */
import type { Suspect } from '../supervision.ts';

/** Bytes; longer paths are not recorded. */
const MAX_PATH = 16 * 1024;
/** The path's length and the text's fingerprint. */
const HEAD = 2;
const NOTHING = -1;

/** Uses `known`, or new memory. */
export function sharedSuspect(known?: SharedArrayBuffer) {
  const start = HEAD * Int32Array.BYTES_PER_ELEMENT;
  const memory = known ?? new SharedArrayBuffer(start + MAX_PATH);
  const head = new Int32Array(memory, 0, HEAD);
  const bytes = Buffer.from(memory, start);
  if (known === undefined) head[0] = NOTHING;
  return {
    memory,
    write: (suspect: Suspect | null) => {
      // A reader finds nothing rather than half a record.
      Atomics.store(head, 0, NOTHING);
      if (suspect === null || Buffer.byteLength(suspect.path) > MAX_PATH) return;
      head[1] = suspect.print;
      Atomics.store(head, 0, bytes.write(suspect.path));
    },
    read: () => {
      const length = Atomics.load(head, 0);
      if (length === NOTHING) return null;
      return { path: bytes.toString('utf8', 0, length), print: head[1] ?? 0 };
    },
  };
}
