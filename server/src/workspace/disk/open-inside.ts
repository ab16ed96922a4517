/**
 * Checks where an open file lies. Between a check of a path and its opening a folder may be replaced by a link, so that
 * only the open file counts.
 */
import { lstatSync, readlinkSync, realpathSync, type Stats } from 'node:fs';
import { isBelow } from '../files/file-paths.ts';

/** A path without links, and the workspace folder around it, without links. */
export interface Place {
  readonly real: string;
  readonly root: string;
}

/** Whether an open file lies in the workspace folder. */
export function isOpenInside(
  descriptor: number,
  stats: Pick<Stats, 'dev' | 'ino'>,
  { real, root }: Place,
): boolean {
  const opened = pathOfOpen(descriptor);
  return opened === undefined ? isStillThere(stats, real) : isBelow(root, opened);
}

/** The kernel's path of an open file; undefined outside of Linux. */
export function pathOfOpen(descriptor: number): string | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    return readlinkSync(openPath(descriptor));
  } catch {
    return undefined;
  }
}

/** A path that leads to an open file, even if it was moved. */
export function openPath(descriptor: number): string {
  return `/proc/self/fd/${descriptor}`;
}

/** Outside of Linux: whether the path has no links and leads to the open file. */
function isStillThere({ dev, ino }: Pick<Stats, 'dev' | 'ino'>, real: string): boolean {
  try {
    const now = lstatSync(real);
    return now.dev === dev && now.ino === ino && withSlashes(realpathSync.native(real)) === real;
  } catch {
    return false;
  }
}

/** A path of the system with `/`. */
export function withSlashes(path: string): string {
  return process.platform === 'win32' ? path.replaceAll('\\', '/') : path;
}
