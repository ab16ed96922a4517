/**
 * What the paths of a command line mean: to which folder each belongs, whose settings hold for it and within which
 * scripts may bring in files. That is the folder with a file of settings or a repository around the current one, or
 * around the path where that lies elsewhere; without either the folder of the path.
 * Why: docs/decisions/reading-files.md
 */
import { lstatSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { folderOf, isBelow, WORKSPACE_FILE } from '../../workspace/front-end.ts';

/** A path that was named, with what is there. All are absolute, without links, and with `/`. */
export interface NamedPath {
  readonly path: string;
  readonly isFolder: boolean;
}

/** A folder with the paths that were named in it. */
export interface Project {
  readonly root: string;
  /** Whether somebody has made it a project, so that scripts elsewhere in it may bring in what is looked at. */
  readonly isMarked: boolean;
  readonly named: readonly NamedPath[];
  /** Whether a file has the text that it had at the revision that is asked about, so that it is not reported. */
  readonly isUnchanged?: (path: string, text: string) => boolean;
}

/** What cannot be looked at, and why. */
interface UnreadPath {
  readonly word: string;
  readonly reason: string;
}

interface Projects {
  readonly projects: readonly Project[];
  readonly unread: readonly UnreadPath[];
}

/**
 * Sorts the words of a command line by projects, all in the order of paths, so that the order of words changes nothing.
 * A link that leads out of the folder that it is named in is followed only if asked for.
 */
export function findProjects(
  words: readonly string[],
  cwd: string,
  followLinks: boolean,
): Projects {
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
    const project = byRoot.get(root) ?? { isMarked, named: [] };
    byRoot.set(root, project);
    if (project.named.every(({ path }) => path !== found.path)) project.named.push(found);
  }
  const projects = [...byRoot]
    .map(([root, { isMarked, named }]) => ({ root, isMarked, named: named.toSorted(byPath) }))
    .toSorted((a, b) => (a.root < b.root ? -1 : 1));
  return { projects, unread };
}

/** The project that a path belongs to, whether it is there or not. */
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

/**
 * The innermost folder at or around one that has a file of settings or is a repository. Not where others may have put
 * that: the search ends below a folder of another owner, or one that all may write to, such as `/tmp`.
 */
export function markedFolder(
  folder: string,
  marks: readonly string[] = [WORKSPACE_FILE, '.git'],
): string | undefined {
  const own = statSync(folder, { throwIfNoEntry: false });
  for (let at = folder; ; at = dirname(at)) {
    for (const name of marks) {
      if (exists(join(at, name))) return withSlashes(at);
    }
    const around = statSync(dirname(at), { throwIfNoEntry: false });
    if (dirname(at) === at || !own || !around) return undefined;
    // Some runners let all write to all of a checkout, but have the sticky bit nowhere.
    const isShared = (around.mode & 0o1000) !== 0 || (around.mode & ~own.mode & 0o002) !== 0;
    if (around.uid !== own.uid || isShared) return undefined;
  }
}

/** The repository around a folder, or the folder itself outside of all. */
export function repositoryAround(folder: string): string {
  return markedFolder(folder, ['.git']) ?? folder;
}

function exists(path: string): boolean {
  try {
    lstatSync(path);
    return true;
  } catch {
    return false;
  }
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

/** The folder that a named path may not leave by a link: the project that it is written in, or else the folder. */
function folderOfWord(word: string, cwd: string): string {
  const written = resolve(cwd, word);
  const inner = isBelow(withSlashes(cwd), withSlashes(written)) ? cwd : dirname(written);
  return realpathSync.native(markedFolder(inner) ?? inner);
}

/** A path as the server has it: with `/`, none at its end, and the letter of a drive in upper case. */
export function withSlashes(path: string, platform = process.platform): string {
  if (platform !== 'win32') return path;
  const slashed = path.replaceAll('\\', '/').replace(/^[a-z]:/, (drive) => drive.toUpperCase());
  return slashed.replace(/(?<=[^/:])\/+$/, '');
}

/** A path as people and machines see it: from the current folder, or whole where it lies elsewhere. */
export function shownPath(path: string, cwd: string): string {
  const folder = withSlashes(cwd);
  if (path === folder) return '.';
  const from = folder.endsWith('/') ? folder : `${folder}/`;
  if (path.startsWith(from)) return path.slice(from.length);
  return relativePath(folder, path) ?? path;
}

/** The way over `..` to what lies in another part of the same tree, where it is a short one. */
function relativePath(folder: string, path: string): string | undefined {
  const own = folder.split('/');
  const other = path.split('/');
  let common = 0;
  while (common < own.length && own[common] === other[common]) common++;
  const up = own.length - common;
  if (common <= 1 || up > MAX_UP) return undefined;
  return [...Array(up).fill('..'), ...other.slice(common)].join('/');
}

/** Beyond so many a whole path is easier to read. */
const MAX_UP = 3;
