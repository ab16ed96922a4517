/**
 * The file that a server works on, in memory that its thread shares with the supervisor: messages would take longer than
 * most files. The supervisor reads it when the thread has ended or hangs.
 */
import type { Suspect } from '../supervision.ts';

/** The longest path in bytes; files with longer ones are not recorded. */
const MAX_PATH = 16 * 1024;
/** Two numbers before the path: its length in bytes, and the fingerprint of the text. */
const HEAD = 2;
const NOTHING = -1;

/** New memory by default. */
export function sharedSuspect(known?: SharedArrayBuffer) {
  const start = HEAD * Int32Array.BYTES_PER_ELEMENT;
  const memory = known ?? new SharedArrayBuffer(start + MAX_PATH);
  const head = new Int32Array(memory, 0, HEAD);
  const bytes = Buffer.from(memory, start);
  if (known === undefined) head[0] = NOTHING;
  return {
    /** To pass to the thread. */
    memory,
    write: (suspect: Suspect | null) => {
      // A reader meanwhile finds nothing instead of half a record.
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
