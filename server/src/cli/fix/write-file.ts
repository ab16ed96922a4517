/** Writes a file whole or not at all: beside itself first, then in its place. */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  renameSync,
  type Stats,
  statSync,
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
  sweepLeftovers(path);
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
    const lost = like && keepAttributes(path, beside, like);
    if (lost !== undefined) {
      discard();
      return lost;
    }
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

/** Deletes what a run that was killed has left beside a file. */
function sweepLeftovers(path: string): void {
  const name = basename(path);
  for (const one of readdirSync(dirname(path))) {
    const pid = one.startsWith(`.${name}.`) && one.endsWith('.tmp') ? one.split('.').at(-2) : '';
    if (one !== `.${name}.${pid}.tmp` || isRunning(Number(pid))) continue;
    try {
      unlinkSync(join(dirname(path), one));
    } catch {
      // It is not ours to delete.
    }
  }
}

/** Whether a process runs; so does one of another user, and what is no number. */
function isRunning(pid: number): boolean {
  try {
    return !Number.isInteger(pid) || process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/**
 * Gives the new file the owner, mode, access lists and extended attributes of the old one, and says why it cannot. Node
 * knows nothing of the last two, and GNU's `cp` does.
 */
function keepAttributes(
  path: string,
  beside: string,
  { mode, uid, gid }: Pick<Stats, 'mode' | 'uid' | 'gid'>,
): string | undefined {
  if (process.platform === 'linux' && existsSync(path)) {
    const flags = ['--attributes-only', '--preserve=all', '--no-preserve=timestamps', '--'];
    spawnSync('cp', [...flags, path, beside], { stdio: 'ignore' });
  }
  try {
    chownSync(beside, uid, gid);
  } catch {
    // Only the superuser may give files away.
  }
  chmodSync(beside, mode & 0o7777);
  const stats = statSync(beside);
  const isSame = stats.uid === uid && stats.gid === gid;
  return isSame ? undefined : 'it belongs to another user or group, and would not any more';
}

/** Why something could not be done with a file. */
export function reasonOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}
