/** Goes through the files of a folder, those near its top first. */
import type { FileAccess } from './file-access.ts';

/** What bounds a walk, and what it does not go into. */
export interface WalkOptions {
  /** How many entries of folders are looked at. */
  readonly maxEntries: number;
  readonly isSkipped: (folderName: string) => boolean;
}

/** The paths of the regular files below a folder. Links are not followed. Never throws. */
export async function* walkFolder(
  access: FileAccess,
  start: string,
  { maxEntries, isSkipped }: WalkOptions,
): AsyncGenerator<string> {
  let entries = 0;
  const folders = [start];
  for (let folder = folders.shift(); folder !== undefined; folder = folders.shift()) {
    for (const { name, kind } of await access.list(folder)) {
      if (++entries > maxEntries) return;
      const path = folder === '/' ? `/${name}` : `${folder}/${name}`;
      if (kind === 'file') yield path;
      else if (!isSkipped(name)) folders.push(path);
    }
  }
}
