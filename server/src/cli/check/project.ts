/** Finds projects: the innermost marked folder, else the path's. Why: docs/decisions/reading-files.md */
import { lstatSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import {
  attempt,
  folderOf,
  getOrInsert,
  isBelow,
  WORKSPACE_FILE,
} from '../../workspace/front-end.ts';

/** Absolute, without links, with `/`. */
export interface NamedPath {
  readonly path: string;
  readonly isFolder: boolean;
}

/** A folder and the paths named in it. */
export interface Project {
  readonly root: string;
  /** Whether a settings file or a repository marks it, so that other scripts in it count. */
  readonly isMarked: boolean;
  readonly named: readonly NamedPath[];
  /** Whether a file is unchanged since a revision, and so not reported. */
  readonly isUnchanged?: (path: string, text: string) => boolean;
}

interface UnreadPath {
  readonly word: string;
  readonly reason: string;
}

/** Groups words by project, sorted by path. `followLinks` allows links out of their folder. */
export function findProjects(
  words: readonly string[],
  cwd: string,
  followLinks: boolean,
): { readonly projects: readonly Project[]; readonly unread: readonly UnreadPath[] } {
  const around = markedFolder(cwd);
  const byRoot = new Map<string, { isMarked: boolean; named: NamedPath[] }>();
  const unread: UnreadPath[] = [];
  for (const word of [...new Set(words)].toSorted()) {
    const found = namedPath(word, cwd, followLinks);
    if ('reason' in found) {
      unread.push(found);
      continue;
    }
    const { root, isMarked } = projectOf(found, around);
    const project = getOrInsert(byRoot, root, () => ({ isMarked, named: [] }));
    if (project.named.every(({ path }) => path !== found.path)) project.named.push(found);
  }
  const projects = [...byRoot]
    .map(([root, { isMarked, named }]) => ({ root, isMarked, named: named.toSorted(byPath) }))
    .toSorted((a, b) => (a.root < b.root ? -1 : 1));
  return { projects, unread };
}

/** The project of a path, which may be absent. */
export function projectOf(
  { path, isFolder }: NamedPath,
  around: string | undefined,
): Pick<Project, 'root' | 'isMarked'> {
  if (around !== undefined && isBelow(around, path)) return { root: around, isMarked: true };
  const folder = isFolder ? path : folderOf(path);
  const marked = markedFolder(folder);
  return { root: marked ?? folder, isMarked: marked !== undefined };
}

function byPath(a: NamedPath, b: NamedPath): number {
  return a.path < b.path ? -1 : 1;
}

/** The innermost marked folder upwards, below folders such as `/tmp` in which others may place a mark. */
export function markedFolder(
  folder: string,
  marks: readonly string[] = [WORKSPACE_FILE, '.git'],
): string | undefined {
  const own = statSync(folder, { throwIfNoEntry: false });
  for (let at = folder; ; at = dirname(at)) {
    for (const name of marks) {
      if (attempt(() => lstatSync(join(at, name)))) return withSlashes(at);
    }
    const around = statSync(dirname(at), { throwIfNoEntry: false });
    if (dirname(at) === at || !own || !around) return undefined;
    // Some CI runners let all write to a whole checkout, without the sticky bit.
    const isShared = (around.mode & 0o1000) !== 0 || (around.mode & ~own.mode & 0o002) !== 0;
    if (around.uid !== own.uid || isShared) return undefined;
  }
}

/** The enclosing repository, or the folder itself. */
export function repositoryAround(folder: string): string {
  return markedFolder(folder, ['.git']) ?? folder;
}

function namedPath(word: string, cwd: string, followLinks: boolean): NamedPath | UnreadPath {
  try {
    const path = realpathSync.native(resolve(cwd, word));
    if (!followLinks && !isBelow(withSlashes(folderOfWord(word, cwd)), withSlashes(path)))
      return { word, reason: 'it leads out of the folder (--follow-links follows it)' };
    const stats = statSync(path);
    if (stats.isDirectory()) return { path: withSlashes(path), isFolder: true };
    if (stats.isFile()) return { path: withSlashes(path), isFolder: false };
    return { word, reason: 'it is neither a file nor a folder' };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const isAbsent = code === 'ENOENT' || code === 'ENOTDIR' || word.includes('\0');
    return { word, reason: isAbsent ? 'there is no such file or folder' : `${code}` };
  }
}

/** The folder that links in a named path must not leave: the project around the word, else the path's folder. */
function folderOfWord(word: string, cwd: string): string {
  const written = resolve(cwd, word);
  const inner = isBelow(withSlashes(cwd), withSlashes(written)) ? cwd : dirname(written);
  return realpathSync.native(markedFolder(inner) ?? inner);
}

/** Spells a path as the server does: with `/`, none at the end, drive letters in upper case. */
export function withSlashes(path: string, platform = process.platform): string {
  if (platform !== 'win32') return path;
  const slashed = path.replaceAll('\\', '/').replace(/^[a-z]:/, (drive) => drive.toUpperCase());
  return slashed.replace(/(?<=[^/:])\/+$/, '');
}

/** Relative to the current folder; absolute outside of it. */
export function shownPath(path: string, cwd: string): string {
  const folder = withSlashes(cwd);
  if (path === folder) return '.';
  const from = folder.endsWith('/') ? folder : `${folder}/`;
  if (path.startsWith(from)) return path.slice(from.length);
  return relativePath(folder, path) ?? path;
}

function relativePath(folder: string, path: string): string | undefined {
  const own = folder.split('/');
  const other = path.split('/');
  let common = 0;
  while (common < own.length && own[common] === other[common]) common++;
  const up = own.length - common;
  if (common <= 1 || up > MAX_UP) return undefined;
  return [...Array(up).fill('..'), ...other.slice(common)].join('/');
}

/** More are harder to read than an absolute path. */
const MAX_UP = 3;
