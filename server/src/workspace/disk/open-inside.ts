/** Checks where an open file is: after the check of a path, a link may replace a folder. */
import { lstatSync, readlinkSync, realpathSync, type Stats } from 'node:fs';
import { isBelow } from '../files/file-paths.ts';

/** Without links: a path and its workspace folder. */
export interface Place {
  readonly real: string;
  readonly root: string;
}

/** Whether it is in the workspace folder. */
export function isOpenInside(
  descriptor: number,
  stats: Pick<Stats, 'dev' | 'ino'>,
  { real, root }: Place,
): boolean {
  const opened = pathOfOpen(descriptor);
  return opened === undefined ? isStillThere(stats, real) : isBelow(root, opened);
}

/** The kernel's path; undefined outside of Linux. */
export function pathOfOpen(descriptor: number): string | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    return readlinkSync(openPath(descriptor));
  } catch {
    return undefined;
  }
}

/** Leads to an open file, even if moved. */
export function openPath(descriptor: number): string {
  return `/proc/self/fd/${descriptor}`;
}

/** Outside of Linux: the path has no links and leads to the open file. */
function isStillThere({ dev, ino }: Pick<Stats, 'dev' | 'ino'>, real: string): boolean {
  try {
    const now = lstatSync(real);
    return now.dev === dev && now.ino === ino && withSlashes(realpathSync.native(real)) === real;
  } catch {
    return false;
  }
}

/** With `/`. */
export function withSlashes(path: string): string {
  return process.platform === 'win32' ? path.replaceAll('\\', '/') : path;
}
