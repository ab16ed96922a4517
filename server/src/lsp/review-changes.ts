/** What files that changed on the disk are to a review, by their paths alone. */
import { isBelow } from './file-paths.ts';
import { isSkippedBelow } from './left-out.ts';

export interface SortedChanges {
  /** Whether it may be others now that are left out, so that all files have to be looked at. */
  readonly isAll: boolean;
  /** The files and folders that may have to be looked at. */
  readonly candidates: readonly string[];
  /** Those in folders in which nobody looks on his own. */
  readonly packaged: ReadonlySet<string>;
}

/** Sorts changes of files below some folders, or around them; there may be very many. */
export function sortChanges(roots: readonly string[], paths: readonly string[]): SortedChanges {
  const candidates: string[] = [];
  const packaged = new Set<string>();
  const lists = new Set(roots.map((root) => `${root}/.git/info/exclude`));
  let isAll = false;
  for (const path of paths) {
    const touched = roots.filter((root) => isBelow(root, path) || isBelow(path, root));
    if (touched.length === 0) continue;
    if (lists.has(path)) isAll = true;
    else if (touched.every((root) => isSkippedBelow(root, path))) packaged.add(path);
    else if (path.endsWith('/.gitignore')) isAll = true;
    else candidates.push(path);
  }
  return { isAll, candidates, packaged };
}
