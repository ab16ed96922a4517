/** File calls, synchronous or in slower threads. Why: docs/decisions/reading-files.md */

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
import { LIMITS } from '../../text/limits.ts';

export interface Calls {
  /** The path without symbolic links. Throws or rejects if absent. */
  readonly resolve: (path: string) => string | Promise<string>;
  /** Follows no links. Throws or rejects if absent. */
  readonly look: (path: string) => Stats | Promise<Stats>;
  readonly open: (path: string, flags: number) => number | Promise<number>;
  /** The number of bytes read. */
  readonly read: (
    descriptor: number,
    buffer: Buffer,
    from: number,
    length: number,
  ) => number | Promise<number>;
  readonly close: (descriptor: number) => void | Promise<void>;
  /** `size` is in bytes. */
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
  // 100,000 entries at once would delay requests.
  list: (path) => opendir(path, { bufferSize: 256 }),
};

/** Bytes of a folder that is listed synchronously; few have a thousand entries. */
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

/** Milliseconds; longer calls wait for the disk. */
const QUICK = 0.1;
/** Calls in threads before a slow disk is tried again. */
const PATIENCE = 512;

/** Chooses calls by how long recent ones took; `now` is in milliseconds. */
export function callsByPace(now: () => number): () => Calls {
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
    if (slow > LIMITS.several) [slow, patience] = [0, PATIENCE];
    return patience-- > 0 ? BY_THREADS : quick;
  };
}
