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

/** What decides about the entries of one folder. */
export interface FolderRules {
  /** The folder's path. */
  readonly folder: string;
  /** The folder of the workspace that it lies in, or is. */
  readonly root: Root;
  /** The rules of the folder around it. */
  readonly around: FolderRules | undefined;
  /** Its own `.gitignore`. */
  readonly own: Ignore | undefined;
}

interface Root {
  readonly folder: string;
  /** What the settings leave out, whatever git says. */
  readonly excluded: Ignore;
  /** `.git/info/exclude`, which every `.gitignore` overrules. */
  readonly unshared: Ignore | undefined;
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

  async function rulesIn(path: string): Promise<Ignore | undefined> {
    const text = await read(path, MAX_BYTES);
    // Git tells names apart by upper and lower case unless the disk does not.
    return text === undefined ? undefined : ignore({ ignorecase: false }).add(text);
  }

  async function ofRoot(folder: string): Promise<FolderRules> {
    const globs = globLines(excluded(folder));
    const root: Root = {
      folder,
      excluded: ignore({ ignorecase: false }).add(globs),
      unshared: await rulesIn(within(folder, '.git/info/exclude')),
    };
    const own = await rulesIn(within(folder, '.gitignore'));
    return { folder, root, around: undefined, own };
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
    const own = hasOwn ? await rulesIn(within(folder, '.gitignore')) : undefined;
    return { folder, root: around.root, around, own };
  }

  return { rulesOf, enter };
}

/** Whether an entry of a folder is left out. That the folder itself is not, is known already. */
export function isLeftOut(rules: FolderRules, name: string, isFolder: boolean): boolean {
  if (isFolder && SKIPPED.has(name)) return true;
  const { root } = rules;
  const path = within(rules.folder, name) + (isFolder ? '/' : '');
  if (root.excluded.ignores(below(root.folder, path))) return true;
  // The nearest list that knows the entry decides.
  for (let list: FolderRules | undefined = rules; list; list = list.around) {
    const verdict = list.own && verdictOf(list.own, below(list.folder, path));
    if (verdict !== undefined) return verdict;
  }
  return (root.unshared && verdictOf(root.unshared, below(root.folder, path))) === true;
}

/** What a list says of a path; undefined where nothing of it matches. */
function verdictOf(list: Ignore, path: string): boolean | undefined {
  const { ignored, unignored } = list.test(path);
  if (unignored) return false;
  if (!ignored) return undefined;
  // A folder around it that this list ignores was taken back by a nearer one, or nobody would be here.
  const parent = path.slice(0, path.lastIndexOf('/', path.length - 2) + 1);
  return parent !== '' && list.ignores(parent) ? undefined : true;
}

function within(folder: string, name: string): string {
  return folder === '/' ? `/${name}` : `${folder}/${name}`;
}

/** A path counted from a folder above it. */
function below(folder: string, path: string): string {
  return path.slice(folder === '/' ? 1 : folder.length + 1);
}
