/**
 * Which files of the workspace are not looked at on their own: what git ignores, what the settings leave out,
 * and folders in which nobody keeps sources of their own. A file that a script brings in is read all the same.
 * Why: docs/decisions/review.md
 */
import * as l10n from '@vscode/l10n';
import { withoutSlashes } from '../../text/paths.ts';
import { isBelow, pathIn } from '../files/file-paths.ts';
import { enterFolder, type IgnoreState, readIgnoreList, verdictOf } from './ignore-list.ts';

/** Nobody keeps sources of their own in these. */
const SKIPPED: ReadonlySet<string> = new Set(['.git', '.hg', '.svn', 'node_modules']);
/** The longest list of what is ignored that is read. */
const MAX_BYTES = 1024 * 1024;
/** How many folders deep is looked. */
const MAX_DEPTH = 100;
/**
 * How many steps all lists together may take for one name, which is about a millisecond: nobody has to trust a
 * workspace. A list with which they would take more is not heeded.
 */
const MAX_COST = 400_000;

/** What decides about the entries of one folder. */
export interface FolderRules {
  /** The folder's path. */
  readonly folder: string;
  /** The folder of the workspace that it lies in, or is; paths that are matched count from there. */
  readonly root: string;
  /** What the settings leave out, whatever git says. */
  readonly excluded: IgnoreState | undefined;
  /** What git ignores: each `.gitignore` from here upwards, of which the first that says anything decides, then `.git/info/exclude`. */
  readonly ignored: readonly IgnoreState[];
  /** How many steps these lists take for one name. */
  readonly cost: number;
  /** Whether git ignores the folder itself, and it counts only for what git tracks in it. */
  readonly isIgnored: boolean;
  /** What git tracks, counted from the root, with the folders of that: nothing of it is ignored. */
  readonly tracked: () => ReadonlySet<string>;
}

/** What the rules are read with. */
interface LeftOutParts {
  /** The folders of the workspace. */
  readonly folders: readonly string[];
  /** The globs of what the settings leave out below a folder of the workspace. */
  readonly excluded: (folder: string) => readonly string[];
  /** The text of a file; undefined where there is none to read. */
  readonly read: (path: string, maxBytes: number) => Promise<string | undefined>;
  /** What git tracks in a folder of the workspace. */
  readonly tracked: (folder: string) => Promise<() => ReadonlySet<string>>;
  /** Gets which list is not heeded, and why. */
  readonly say: (message: string) => void;
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

/** Reads the lists of patterns on the way to a path, each once, and says what they leave out. */
export function leftOut({ folders, excluded, read, tracked, say }: LeftOutParts): LeftOut {
  const known = new Map<string, Promise<FolderRules | undefined>>();

  async function linesOf(path: string): Promise<readonly string[]> {
    return ((await read(path, MAX_BYTES)) ?? '').split(/\r?\n/);
  }

  /** The rules with one list more; without it where that would take too long. */
  function withList(rules: FolderRules, path: string, lines: readonly string[]): FolderRules {
    const { start, cost } = readIgnoreList(lines);
    if (rules.cost + cost > MAX_COST) {
      say(l10n.t('{0} is ignored: its patterns are too many', path));
      return rules;
    }
    return { ...rules, ignored: [start, ...rules.ignored], cost: rules.cost + cost };
  }

  async function ofRoot(folder: string): Promise<FolderRules> {
    const none: FolderRules = {
      ...{ folder, root: folder, excluded: undefined, ignored: [], cost: 0, isIgnored: false },
      tracked: await tracked(folder),
    };
    const own = withList(none, l10n.t('The setting exclude'), globLines(excluded(folder)));
    let rules: FolderRules = { ...own, excluded: own.ignored[0], ignored: [] };
    for (const name of ['.git/info/exclude', '.gitignore']) {
      const path = pathIn(folder, name);
      rules = withList(rules, path, await linesOf(path));
    }
    return rules;
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
    const folder = pathIn(around.folder, name);
    const rules = {
      ...around,
      folder,
      isIgnored: isIgnored(around, name, true),
      excluded: around.excluded && enterFolder(around.excluded, name),
      ignored: around.ignored.map((list) => enterFolder(list, name)),
    };
    if (!hasOwn) return rules;
    const path = pathIn(folder, '.gitignore');
    return withList(rules, path, await linesOf(path));
  }

  return { rulesOf, enter };
}

/** Whether the folders of a folder lie too deep to be gone into. */
export function isTooDeep({ root, folder }: FolderRules): boolean {
  return folder !== root && below(root, folder).split('/').length >= MAX_DEPTH - 1;
}

/** Whether an entry of a folder is left out. That the folder itself is not, is known already. */
export function isLeftOut(rules: FolderRules, name: string, isFolder: boolean): boolean {
  if (isFolder && SKIPPED.has(name)) return true;
  if (rules.excluded && verdictOf(rules.excluded, name, isFolder)) return true;
  if (!isIgnored(rules, name, isFolder)) return false;
  return !rules.tracked().has(below(rules.root, pathIn(rules.folder, name)));
}

/** Whether git ignores an entry of a folder that it does not track. */
function isIgnored(rules: FolderRules, name: string, isFolder: boolean): boolean {
  if (rules.isIgnored) return true;
  for (const list of rules.ignored) {
    const verdict = verdictOf(list, name, isFolder);
    if (verdict !== undefined) return verdict;
  }
  return false;
}

/**
 * Whether a path of the workspace lies in a folder in which nobody looks for sources, whatever the settings and git
 * say. That folder itself does not.
 */
export function isSkippedBelow(root: string, path: string): boolean {
  const names = below(root, path).split('/');
  return names.slice(0, -1).some((name) => SKIPPED.has(name));
}

/** A path counted from a folder above it. */
function below(folder: string, path: string): string {
  return path.slice(folder === '/' ? 1 : folder.length + 1);
}

/** How many globs the braces of one may make; one that makes more matches nothing. */
const MAX_ALTERNATIVES = 1000;

/** The lines that match what the globs match. */
export function globLines(globs: readonly string[]): readonly string[] {
  return globs.flatMap(expandBraces).flatMap(toLine);
}

function toLine(glob: string): readonly string[] {
  const path = withoutSlashes(glob.replace(/^(?:\.?\/)+/, ''));
  // The blanks at its end are part of a glob, and of a line only behind a backslash.
  return path === ''
    ? []
    : [`/${path.replace(/(?<! ) +$/, (blanks) => '\\ '.repeat(blanks.length))}`];
}

/** `a.{sh,bash}` as `a.sh` and `a.bash`, braces within braces too. One without its other half is a character. */
function expandBraces(glob: string): readonly string[] {
  let globs: readonly string[] = [glob];
  while (globs.some((one) => INNERMOST.test(one))) {
    globs = globs.flatMap(expandFirst);
    if (globs.length > MAX_ALTERNATIVES) return [];
  }
  return globs;
}

/** A pair of braces with no other one inside. */
const INNERMOST = /\{([^{}]*)\}/;

function expandFirst(glob: string): readonly string[] {
  const found = INNERMOST.exec(glob);
  if (found === null) return [glob];
  const before = glob.slice(0, found.index);
  const behind = glob.slice(found.index + found[0].length);
  return (found[1] ?? '').split(',').map((middle) => before + middle + behind);
}
