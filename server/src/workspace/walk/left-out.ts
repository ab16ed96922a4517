/** Which files a walk skips: ignored by git, excluded, in `node_modules` and the like. Why: docs/decisions/review.md */
import * as l10n from '@vscode/l10n';
import {
  enterFolder,
  globLine,
  type IgnoreState,
  readIgnoreList,
  stepsOfList,
  verdictOf,
} from '../../service/language-service.ts';
import { LIMITS } from '../../text/limits.ts';
import { oncePer } from '../../text/lookup.ts';
import { isBelow, pathIn } from '../files/file-paths.ts';

const SKIPPED: ReadonlySet<string> = new Set(['.git', '.hg', '.svn', 'node_modules']);

export interface FolderRules {
  readonly folder: string;
  readonly root: string;
  readonly excluded: IgnoreState | undefined;
  /** `.gitignore` files from here upwards, then `.git/info/exclude`; the first verdict decides. */
  readonly ignored: readonly IgnoreState[];
  readonly cost: number;
  /** Whether only tracked files count. */
  readonly isIgnored: boolean;
  /** Relative to the root, with folders. */
  readonly tracked: () => ReadonlySet<string>;
}

interface LeftOutParts {
  readonly folders: readonly string[];
  readonly excluded: (folder: string) => readonly string[];
  readonly read: (path: string, maxBytes: number) => Promise<string | undefined>;
  readonly tracked: (folder: string) => Promise<() => ReadonlySet<string>>;
  readonly say: (message: string) => void;
}

/** The rules of one walk. */
export interface LeftOut {
  /** The rules in a folder; undefined if it is skipped or outside. */
  readonly rulesOf: (folder: string) => Promise<FolderRules | undefined>;
  /** Enters a subfolder; `hasOwn`: it has a `.gitignore`. */
  readonly enter: (around: FolderRules, name: string, hasOwn: boolean) => Promise<FolderRules>;
}

/** Makes the rules of workspace folders. */
export function leftOut({ folders, excluded, read, tracked, say }: LeftOutParts): LeftOut {
  async function linesOf(path: string): Promise<readonly string[]> {
    return ((await read(path, LIMITS.fileBytes)) ?? '').split(/\r?\n/);
  }

  /** Adds a list unless it costs too much. */
  function withList(rules: FolderRules, path: string, lines: readonly string[]): FolderRules {
    const cost = rules.cost + stepsOfList(lines);
    if (cost > LIMITS.ignoreSteps) {
      say(l10n.t('{0} is ignored: its patterns are too many', path));
      return rules;
    }
    return { ...rules, ignored: [readIgnoreList(lines), ...rules.ignored], cost };
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

  const rulesOf = oncePer(async (folder: string): Promise<FolderRules | undefined> => {
    if (folders.includes(folder)) return await ofRoot(folder);
    const end = folder.lastIndexOf('/');
    const parent = folder.slice(0, Math.max(end, 1));
    if (!folders.some((root) => isBelow(root, parent))) return undefined;
    const around = await rulesOf(parent);
    const name = folder.slice(end + 1);
    if (around === undefined || isLeftOut(around, name, true)) return undefined;
    return await enter(around, name, true);
  });

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

/** Whether subfolders would be too deep. */
export function isTooDeep({ root, folder }: FolderRules): boolean {
  return folder !== root && below(root, folder).split('/').length >= LIMITS.folders - 1;
}

/** Whether a walk skips an entry. */
export function isLeftOut(rules: FolderRules, name: string, isFolder: boolean): boolean {
  if (isFolder && SKIPPED.has(name)) return true;
  if (rules.excluded && verdictOf(rules.excluded, name, isFolder)) return true;
  if (!isIgnored(rules, name, isFolder)) return false;
  return !rules.tracked().has(below(rules.root, pathIn(rules.folder, name)));
}

function isIgnored(rules: FolderRules, name: string, isFolder: boolean): boolean {
  if (rules.isIgnored) return true;
  for (const list of rules.ignored) {
    const verdict = verdictOf(list, name, isFolder);
    if (verdict !== undefined) return verdict;
  }
  return false;
}

/** Whether a path is inside a folder such as `node_modules`. */
export function isSkippedBelow(root: string, path: string): boolean {
  const names = below(root, path).split('/');
  return names.slice(0, -1).some((name) => SKIPPED.has(name));
}

function below(folder: string, path: string): string {
  return path.slice(folder === '/' ? 1 : folder.length + 1);
}

function globLines(globs: readonly string[]): readonly string[] {
  return globs.flatMap(expandBraces).flatMap(globLine);
}

/** `a.{sh,bash}` becomes `a.sh` and `a.bash`; an unpaired brace is literal. */
function expandBraces(glob: string): readonly string[] {
  let globs: readonly string[] = [glob];
  while (globs.some((one) => INNERMOST.test(one))) {
    globs = globs.flatMap(expandFirst);
    if (globs.length > LIMITS.files) return [];
  }
  return globs;
}

const INNERMOST = /\{([^{}]*)\}/;

function expandFirst(glob: string): readonly string[] {
  const found = INNERMOST.exec(glob);
  if (found === null) return [glob];
  const before = glob.slice(0, found.index);
  const behind = glob.slice(found.index + found[0].length);
  return (found[1] ?? '').split(',').map((middle) => before + middle + behind);
}
