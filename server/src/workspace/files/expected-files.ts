/**
 * Predicts which files a file will ask for. Applications of a project ask for the same optional files, and
 * reading them first saves an analysis.
 */
import { LIMITS } from '../../text/limits.ts';
import { folderOf, nameOf } from '../../text/paths.ts';
import { namedFiles } from './named-files.ts';

const ENOUGH = 2;

/** Makes an empty record of requests. */
export function expectedFiles() {
  const asked = new Map<string, Map<string, number>>();
  return {
    /** Records the absolute paths that a file asks for. */
    note: (path: string, wanted: readonly string[]): void => {
      const counts = asked.get(nameOf(path)) ?? new Map<string, number>();
      asked.set(nameOf(path), counts);
      const folder = folderOf(path);
      for (const one of wanted) {
        if (folderOf(one) !== folder) continue;
        counts.set(nameOf(one), (counts.get(nameOf(one)) ?? 0) + 1);
      }
    },
    /** The absolute paths that a file may ask for; many do not exist. */
    of: (path: string, text: string): readonly string[] => {
      const counts = [...(asked.get(nameOf(path)) ?? [])];
      const names = counts
        .filter(([, count]) => count >= ENOUGH)
        .slice(0, LIMITS.several)
        .map(([name]) => name);
      const folders = names.length > 0 ? foldersAround(path) : [];
      return [
        ...namedFiles(path, text),
        ...folders.flatMap((folder) => names.map((name) => folder + name)),
      ];
    },
  };
}

/** `/w/lab/`, `/w/` for `/w/lab/Makefile` */
function foldersAround(path: string): readonly string[] {
  const folders: string[] = [];
  for (let folder = folderOf(path); folder !== '/' && folders.length <= LIMITS.kept; ) {
    folders.push(`${folder}/`);
    folder = folderOf(folder);
  }
  return folders;
}
