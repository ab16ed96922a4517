/**
 * The files that a file will ask for, as far as its text and other files of its name tell: each application of a project
 * asks for the same optional files, in its folder and above. Known before, they do not cost another analysis.
 */
import { folderOf } from '../../text/paths.ts';
import { nameOf } from './file-paths.ts';
import { namedFiles } from './named-files.ts';

/** How many names are expected of files of one name once so many of them asked, and in how many folders above. */
const MAX_EXPECTED = 16;
const ENOUGH = 2;
const MAX_ABOVE = 6;

/** Expects nothing yet. */
export function expectedFiles() {
  /** How many files of each name asked for the names in their folders. */
  const asked = new Map<string, Map<string, number>>();
  return {
    /** Notes the absolute paths that a file asks for. */
    note: (path: string, wanted: readonly string[]): void => {
      const counts = asked.get(nameOf(path)) ?? new Map<string, number>();
      asked.set(nameOf(path), counts);
      const folder = folderOf(path);
      for (const one of wanted) {
        if (folderOf(one) !== folder) continue;
        counts.set(nameOf(one), (counts.get(nameOf(one)) ?? 0) + 1);
      }
    },
    /** The absolute paths that a file with this text will ask for; most need not be there. */
    of: (path: string, text: string): readonly string[] => {
      const counts = [...(asked.get(nameOf(path)) ?? [])];
      const names = counts
        .filter(([, count]) => count >= ENOUGH)
        .slice(0, MAX_EXPECTED)
        .map(([name]) => name);
      const folders = names.length > 0 ? foldersAround(path) : [];
      return [
        ...namedFiles(path, text),
        ...folders.flatMap((folder) => names.map((name) => folder + name)),
      ];
    },
  };
}

/** The folder of a file and those above it, the innermost first: `/w/lab/` and `/w/` for `/w/lab/Makefile`. */
function foldersAround(path: string): readonly string[] {
  const folders: string[] = [];
  for (let folder = folderOf(path); folder !== '/' && folders.length <= MAX_ABOVE; ) {
    folders.push(`${folder}/`);
    folder = folderOf(folder);
  }
  return folders;
}
