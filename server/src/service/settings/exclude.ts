/** Which paths are not looked at. */
import { matchesGlob } from './glob.ts';
import type { Settings } from './settings.ts';

/** Whether a path, absolute and with `/`, is one that the folder's file excludes. */
export function isExcluded({ root, exclude }: Settings, path: string): boolean {
  if (exclude.length === 0) return false;
  const inFolder = pathInFolder(root, path);
  return inFolder !== undefined && exclude.some((pattern) => matchesGlob(pattern, inFolder));
}

/** `lab/run.sh` for `/w/lab/run.sh` in the folder `/w`; undefined outside of it. */
export function pathInFolder(root: string | undefined, path: string): string | undefined {
  if (root === undefined) return undefined;
  const start = root.endsWith('/') ? root : `${root}/`;
  return path.startsWith(start) ? path.slice(start.length) : undefined;
}
