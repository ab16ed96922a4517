/**
 * Tells where something lies that is open already. Between a look at a path and the opening of it somebody may
 * exchange a folder on the way for a link, so what counts is what was opened, and it is asked before a byte of
 * it is used.
 */
import { lstatSync, readlinkSync, realpathSync, type Stats } from 'node:fs';
import { isBelow } from '../files/file-paths.ts';

/** A path without links, and the folder of the workspace that it lies in, without links as well. */
export interface Place {
  readonly real: string;
  readonly root: string;
}

/** Whether what was opened at a place lies in the folder of the workspace. */
export function isOpenInside(
  descriptor: number,
  stats: Pick<Stats, 'dev' | 'ino'>,
  { real, root }: Place,
): boolean {
  const opened = pathOfOpen(descriptor);
  return opened === undefined ? isStillThere(stats, real) : isBelow(root, opened);
}

/** The path by which the kernel knows an open file; undefined where it does not tell, as outside of Linux. */
export function pathOfOpen(descriptor: number): string | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    return readlinkSync(openPath(descriptor));
  } catch {
    return undefined;
  }
}

/** A path that leads to what is open, whatever has become of its own path. */
export function openPath(descriptor: number): string {
  return `/proc/self/fd/${descriptor}`;
}

/** Elsewhere: whether the place is still free of links, and holds just the file that was opened. */
function isStillThere({ dev, ino }: Pick<Stats, 'dev' | 'ino'>, real: string): boolean {
  try {
    const now = lstatSync(real);
    return now.dev === dev && now.ino === ino && withSlashes(realpathSync.native(real)) === real;
  } catch {
    return false;
  }
}

/** A path as the system writes it, with `/`. */
export function withSlashes(path: string): string {
  return process.platform === 'win32' ? path.replaceAll('\\', '/') : path;
}
