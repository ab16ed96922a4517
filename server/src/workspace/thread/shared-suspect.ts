/**
 * The file that a server works on, in memory that its thread shares with its supervisor under Node: a message for each
 * file of a review would take longer than most files. The supervisor reads it when the thread is no more, or is held.
 */
import type { Suspect } from '../supervision.ts';

/** As long as any path may be. A file with a longer one is not told. */
const MAX_PATH = 16 * 1024;
/** Two numbers in front of the path: how many bytes it has, and the print of the text. */
const HEAD = 2;
const NOTHING = -1;

/** Without memory that somebody else has it begins with nothing. */
export function sharedSuspect(known?: SharedArrayBuffer) {
  const start = HEAD * Int32Array.BYTES_PER_ELEMENT;
  const memory = known ?? new SharedArrayBuffer(start + MAX_PATH);
  const head = new Int32Array(memory, 0, HEAD);
  const bytes = Buffer.from(memory, start);
  if (known === undefined) head[0] = NOTHING;
  return {
    /** What the thread is given to have the same. */
    memory,
    write: (suspect: Suspect | null) => {
      // Whoever reads meanwhile finds nothing, and no half of it.
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
