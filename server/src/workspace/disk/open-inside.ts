/** Checks where an open file is, since a folder may become a link after its path was checked. */
import { lstatSync, readlinkSync, realpathSync, type Stats } from 'node:fs';
import { attempt } from '../../text/attempt.ts';
import { isBelow } from '../files/file-paths.ts';

/** A path and its workspace folder, both without links. */
export interface Place {
  readonly real: string;
  readonly root: string;
}

/** Whether an open file is in the workspace folder. */
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
  return attempt(() => readlinkSync(openPath(descriptor)));
}

/** A path to an open file, even if it was moved. */
export function openPath(descriptor: number): string {
  return `/proc/self/fd/${descriptor}`;
}

/** Whether, outside of Linux, the path still leads to the file without links. */
function isStillThere({ dev, ino }: Pick<Stats, 'dev' | 'ino'>, real: string): boolean {
  const now = attempt(() => lstatSync(real));
  if (now?.dev !== dev || now.ino !== ino) return false;
  return attempt(() => withSlashes(realpathSync.native(real))) === real;
}

/** A path with `/`. */
export function withSlashes(path: string): string {
  return process.platform === 'win32' ? path.replaceAll('\\', '/') : path;
}
