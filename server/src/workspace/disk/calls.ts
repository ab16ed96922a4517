/**
 * The system's calls for files, in two ways: at once, and by the threads that Node has for that, which costs several
 * times as much.
 * Why: docs/decisions/reading-files.md
 */
import {
  close,
  closeSync,
  type Dirent,
  lstatSync,
  open,
  openSync,
  read,
  readdirSync,
  readSync,
  realpathSync,
  type Stats,
} from 'node:fs';
import { lstat, opendir, realpath } from 'node:fs/promises';
import { promisify } from 'node:util';

/** What is asked of the system; each gives its answer or a promise of it. */
export interface Calls {
  /** The path without links. Throws, or rejects, where there is nothing. */
  readonly resolve: (path: string) => string | Promise<string>;
  /** What there is at a path, which may be a link. Throws, or rejects, where there is nothing. */
  readonly look: (path: string) => Stats | Promise<Stats>;
  readonly open: (path: string, flags: number) => number | Promise<number>;
  /** Reads into a buffer what stands at the same place in the file; gives how much that was. */
  readonly read: (
    descriptor: number,
    buffer: Buffer,
    from: number,
    length: number,
  ) => number | Promise<number>;
  readonly close: (descriptor: number) => void | Promise<void>;
  /** The entries of a folder of so many bytes. */
  readonly list: (path: string, size: number) => Entries | Promise<Entries>;
}

type Entries = Iterable<Dirent> | AsyncIterable<Dirent>;

const readByThread = promisify(read);

const BY_THREADS: Calls = {
  resolve: (path) => realpath(path),
  look: (path) => lstat(path),
  open: promisify(open),
  read: async (descriptor, buffer, from, length) =>
    (await readByThread(descriptor, buffer, from, length, from)).bytesRead,
  close: promisify(close),
  // In pieces, since making a hundred thousand entries at once would keep everybody waiting.
  list: (path) => opendir(path, { bufferSize: 256 }),
};

/** How many bytes a folder has at most that is listed at once; few have more than a thousand entries. */
const SMALL = 64 * 1024;

const AT_ONCE: Calls = {
  resolve: (path) => realpathSync.native(path),
  look: (path) => lstatSync(path),
  open: openSync,
  read: (descriptor, buffer, from, length) => readSync(descriptor, buffer, from, length, from),
  close: closeSync,
  list: (path, size) =>
    size > SMALL ? BY_THREADS.list(path, size) : readdirSync(path, { withFileTypes: true }),
};

/** How long a call takes at most that does not wait for the disk, in milliseconds. */
const QUICK = 0.1;
/** How many more calls may take longer than do not before the disk counts as slow. */
const MOST_SLOW = 16;
/** How many times a slow disk is asked by threads before it is tried again. */
const PATIENCE = 512;

/** Gives the calls for each next file or folder, by how long the last ones took; `now` is a clock in milliseconds. */
export function callsByPace(now: () => number): () => Calls {
  /** How many of the last calls took long, more or less. A single one says nothing: others have the processors too. */
  let slow = 0;
  let patience = 0;

  function timed<A extends readonly unknown[], T>(call: (...given: A) => T) {
    return (...given: A): T => {
      const begin = now();
      try {
        return call(...given);
      } finally {
        if (now() - begin > QUICK) slow++;
        else if (slow > 0) slow--;
      }
    };
  }

  const quick: Calls = {
    ...AT_ONCE,
    resolve: timed(AT_ONCE.resolve),
    open: timed(AT_ONCE.open),
    read: timed(AT_ONCE.read),
  };
  return () => {
    if (slow > MOST_SLOW) [slow, patience] = [0, PATIENCE];
    return patience-- > 0 ? BY_THREADS : quick;
  };
}
