/** Replaces a file atomically, by a temporary file beside it. */
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

/** A temporary file, ready to be renamed. */
export interface Prepared {
  readonly commit: () => string | undefined;
  readonly discard: () => void;
}

/** Writes at once; returns why that failed. `like` has mode and owner. */
export function writeBeside(
  path: string,
  bytes: Uint8Array,
  like: Pick<Stats, 'mode' | 'uid' | 'gid'> | undefined,
): string | undefined {
  const prepared = prepareFile(path, bytes, like);
  return typeof prepared === 'string' ? prepared : prepared.commit();
}

/** Writes the temporary file; returns why that failed. */
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
      // It is gone already.
    }
  };
  sweepLeftovers(path);
  let descriptor: number;
  try {
    descriptor = openSync(beside, 'wx', like ? like.mode & 0o777 : 0o666);
  } catch (error) {
    // An existing file is not ours.
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

function sweepLeftovers(path: string): void {
  const name = basename(path);
  for (const one of readdirSync(dirname(path))) {
    const pid = one.startsWith(`.${name}.`) && one.endsWith('.tmp') ? one.split('.').at(-2) : '';
    if (one !== `.${name}.${pid}.tmp` || isRunning(Number(pid))) continue;
    try {
      unlinkSync(join(dirname(path), one));
    } catch {
      // Not ours to remove.
    }
  }
}

/** Whether a process runs; also true for other users' and for an invalid number. */
function isRunning(pid: number): boolean {
  try {
    return !Number.isInteger(pid) || process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/** Copies owner, mode, and by GNU `cp` ACLs and extended attributes; returns why that failed. */
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
    // Only root may change the owner.
  }
  chmodSync(beside, mode & 0o7777);
  const stats = statSync(beside);
  const isSame = stats.uid === uid && stats.gid === gid;
  return isSame ? undefined : 'it belongs to another user or group, and would not any more';
}

/** Why a file operation failed. */
export function reasonOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}
