/** Writes a file whole or not at all: beside itself first, then in its place. */
import {
  chmodSync,
  chownSync,
  closeSync,
  fsyncSync,
  openSync,
  renameSync,
  type Stats,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** A file that is written beside another one and waits to take its place. */
export interface Prepared {
  readonly commit: () => string | undefined;
  readonly discard: () => void;
}

/** Writes a file at once; gives why it could not be done. `like` has the mode and owner of a file before it. */
export function writeBeside(
  path: string,
  bytes: Uint8Array,
  like: Pick<Stats, 'mode' | 'uid' | 'gid'> | undefined,
): string | undefined {
  const prepared = prepareFile(path, bytes, like);
  return typeof prepared === 'string' ? prepared : prepared.commit();
}

/** Writes the bytes beside a file; gives why that cannot be done. */
export function prepareFile(
  path: string,
  bytes: Uint8Array,
  like: Pick<Stats, 'mode' | 'uid' | 'gid'> | undefined,
): Prepared | string {
  const beside = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  const discard = (): void => {
    try {
      unlinkSync(beside);
    } catch {
      // It is not there.
    }
  };
  let descriptor: number;
  try {
    descriptor = openSync(beside, 'wx', like ? like.mode & 0o777 : 0o666);
  } catch (error) {
    // What is there is somebody else's.
    return reasonOf(error);
  }
  try {
    try {
      for (let written = 0; written < bytes.length; ) {
        written += writeSync(descriptor, bytes, written);
      }
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    if (like) keepOwner(beside, like);
  } catch (error) {
    discard();
    return reasonOf(error);
  }
  return {
    discard,
    commit: () => {
      try {
        renameSync(beside, path);
        return undefined;
      } catch (error) {
        discard();
        return reasonOf(error);
      }
    },
  };
}

/** Only the superuser may give files away, and whoever may not owns them already. */
function keepOwner(path: string, { mode, uid, gid }: Pick<Stats, 'mode' | 'uid' | 'gid'>): void {
  try {
    chownSync(path, uid, gid);
  } catch {
    // A file in a group of others stays its owner's.
  }
  chmodSync(path, mode & 0o7777);
}

/** Why something could not be done with a file. */
export function reasonOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}
