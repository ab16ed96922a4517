/**
 * Which files of the workspace are not looked at on their own: what git ignores, what the settings leave out,
 * and folders in which nobody keeps sources of their own. A file that a script brings in is read all the same.
 */
import ignore, { type Ignore } from 'ignore';
import { isBelow } from './file-paths.ts';
import { globLines } from './globs.ts';

/** Nobody keeps sources of their own in these. */
const SKIPPED: ReadonlySet<string> = new Set(['.git', '.hg', '.svn', 'node_modules']);
/** The longest list of what is ignored that is read. */
const MAX_BYTES = 1024 * 1024;
/**
 * How many folders deep is looked, and how often `**` may stand in a line: comparing takes up to the first to the
 * power of the second, and nobody has to trust a workspace. A line that has it more often leaves out nothing.
 */
const MAX_DEPTH = 100;
const MAX_DOUBLE_STARS = 4;

/** What decides about the entries of one folder. */
export interface FolderRules {
  /** The folder's path. */
  readonly folder: string;
  /** The folder of the workspace that it lies in, or is; paths that are matched count from there. */
  readonly root: string;
  /** What the settings leave out, whatever git says. */
  readonly excluded: Ignore;
  /** What git ignores: `.git/info/exclude`, then each `.gitignore` on the way here, of which the last decides. */
  readonly ignored: Ignore;
}

/** What the rules are read with. */
export interface LeftOutParts {
  /** The folders of the workspace. */
  readonly folders: readonly string[];
  /** The globs of what the settings leave out below a folder of the workspace. */
  readonly excluded: (folder: string) => readonly string[];
  /** The text of a file; undefined where there is none to read. */
  readonly read: (path: string, maxBytes: number) => Promise<string | undefined>;
}

/**
 * The rules of the workspace, each file of them read once. They hold for one walk: whoever looks again makes
 * new ones, since what they have matched is remembered.
 */
export interface LeftOut {
  /** The rules for what is in a folder; undefined where it is left out itself, or is none of the workspace. */
  readonly rulesOf: (folder: string) => Promise<FolderRules | undefined>;
  /** The rules for what is in a folder that is not left out; `hasOwn` says whether it has a `.gitignore`. */
  readonly enter: (around: FolderRules, name: string, hasOwn: boolean) => Promise<FolderRules>;
}

export function leftOut({ folders, excluded, read }: LeftOutParts): LeftOut {
  const known = new Map<string, Promise<FolderRules | undefined>>();

  async function linesOf(path: string): Promise<readonly string[]> {
    return ((await read(path, MAX_BYTES)) ?? '').split(/\r?\n/);
  }

  async function ofRoot(folder: string): Promise<FolderRules> {
    const unshared = await linesOf(within(folder, '.git/info/exclude'));
    const own = await linesOf(within(folder, '.gitignore'));
    return {
      ...{ folder, root: folder },
      excluded: matcher(globLines(excluded(folder))),
      ignored: matcher([...unshared, ...own]),
    };
  }

  async function find(folder: string): Promise<FolderRules | undefined> {
    if (folders.includes(folder)) return await ofRoot(folder);
    const end = folder.lastIndexOf('/');
    const parent = folder.slice(0, Math.max(end, 1));
    if (!folders.some((root) => isBelow(root, parent))) return undefined;
    const around = await rulesOf(parent);
    const name = folder.slice(end + 1);
    if (around === undefined || isLeftOut(around, name, true)) return undefined;
    return await enter(around, name, true);
  }

  function rulesOf(folder: string): Promise<FolderRules | undefined> {
    const found = known.get(folder) ?? find(folder);
    known.set(folder, found);
    return found;
  }

  async function enter(around: FolderRules, name: string, hasOwn: boolean): Promise<FolderRules> {
    const folder = within(around.folder, name);
    if (!hasOwn) return { ...around, folder };
    const lines = await linesOf(within(folder, '.gitignore'));
    const from = below(around.root, folder);
    const own = lines.flatMap((line) => countFrom(from, line));
    return { ...around, folder, ignored: matcher(own, around.ignored) };
  }

  return { rulesOf, enter };
}

/** Whether an entry of a folder is left out. That the folder itself is not, is known already. */
export function isLeftOut(rules: FolderRules, name: string, isFolder: boolean): boolean {
  if (isFolder && SKIPPED.has(name)) return true;
  const path = below(rules.root, within(rules.folder, name)) + (isFolder ? '/' : '');
  if (isFolder && path.split('/').length > MAX_DEPTH) return true;
  return rules.excluded.ignores(path) || rules.ignored.ignores(path);
}

/**
 * Whether a path of the workspace lies in a folder in which nobody looks for sources, whatever the settings and git
 * say. That folder itself does not.
 */
export function isSkippedBelow(root: string, path: string): boolean {
  const names = below(root, path).split('/');
  return names.slice(0, -1).some((name) => SKIPPED.has(name));
}

/**
 * What some lines leave out, behind those that came before. Git tells names apart by upper and lower case, unless it is
 * told that the disk does not.
 */
function matcher(lines: readonly string[], before?: Ignore): Ignore {
  const all = ignore({ ignorecase: false });
  if (before) all.add(before);
  return all.add(lines.filter((line) => line.split('**').length - 1 <= MAX_DOUBLE_STARS));
}

/**
 * A line of the `.gitignore` of a folder as one of a folder above: `/run.sh` in `a/b` is `/a/b/run.sh`.
 * None for a line that says nothing.
 */
function countFrom(folder: string, line: string): readonly string[] {
  if (/^(?:#|!?\s*$)/.test(line)) return [];
  const [, not = '', pattern = ''] = /^(!?)(.*)$/.exec(line) ?? [];
  const place = folder.replace(/[\\*?[\]!# ]/g, '\\$&');
  // A slash anywhere but at its end ties a pattern to its folder.
  const isTied = pattern.replace(/\/? *$/, '').includes('/');
  return [`${not}/${place}/${isTied ? '' : '**/'}${pattern.replace(/^\//, '')}`];
}

function within(folder: string, name: string): string {
  return folder === '/' ? `/${name}` : `${folder}/${name}`;
}

/** A path counted from a folder above it. */
function below(folder: string, path: string): string {
  return path.slice(folder === '/' ? 1 : folder.length + 1);
}
