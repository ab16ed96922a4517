/**
 * Which scripts of the workspace mention a file: those that may bring it in. A script that is open says so
 * itself; this is about the others. Looked for when somebody asks, one folder and one file after the
 * other, so that typing goes on meanwhile; kept true by whoever is told of changes.
 */
import * as l10n from '@vscode/l10n';
import { isDecidedByFirstLine, languageIdOf, languageOfFile } from '../../languages/detect.ts';
import { INCLUDED } from '../../languages/index.ts';
import type { FileAccess } from '../files/file-access.ts';
import { isBelow } from '../files/file-paths.ts';

/** How many scripts are looked into, and how many entries of folders at. */
const MAX_SCRIPTS = 2_000;
const MAX_ENTRIES = 100_000;
/** The longest script that is looked into. */
const MAX_BYTES = 1024 * 1024;
/** How many scripts are read at the same time. */
const AT_ONCE = 8;

/** What brings in files, or has QEMU read them. */
const BRINGS_IN = /\bsource\b|(?:^|[\s;&|({"'`])\.[ \t]|readconfig|^[ \t]*[-s]?include\b/m;

/** The languages of which files bring in others. */
const ROOTS: ReadonlySet<string> = new Set(
  [INCLUDED.script, INCLUDED.makefile].map((language) => languageIdOf(language)),
);

export interface ScriptIndex {
  /** The scripts that mention a file's name; undefined while that is not known. */
  readonly mentioning: (name: string) => readonly string[] | undefined;
  /** Looks for the scripts that mention names. Never rejects. */
  readonly find: (names: readonly string[]) => Promise<void>;
  /** Looks again at what lies at or below a path; says whether any answer is another one now. */
  readonly changed: (path: string) => Promise<boolean>;
  /** Forgets everything: for those whom nobody tells. */
  readonly clear: () => void;
}

/** `say` gets what was left out, and why. */
export function scriptIndex(access: FileAccess, say: (message: string) => void): ScriptIndex {
  /** The scripts that mention each name that was asked for, once that is known. */
  let mentions = new Map<string, Set<string>>();
  let candidates: Promise<Set<string>> | undefined;
  /** One search after the other, and changes between them. */
  let queue: Promise<unknown> = Promise.resolve();

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = queue.then(work);
    queue = turn.catch(() => undefined);
    return turn;
  }

  async function search(names: readonly string[]): Promise<void> {
    const missing = names.filter((name) => !mentions.has(name));
    if (missing.length === 0) return;
    candidates ??= findCandidates(access, say);
    const found = new Map(missing.map((name) => [name, new Set<string>()]));
    const next = [...(await candidates)].values();
    const work = async () => {
      for (const path of next) {
        for (const name of await mentioned(access, path, missing)) found.get(name)?.add(path);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    for (const [name, paths] of found) mentions.set(name, paths);
  }

  async function lookAgain(changed: string): Promise<boolean> {
    if (candidates === undefined) return false;
    const scripts = await candidates;
    let different = false;
    const gone = [...scripts].filter((path) => isBelow(changed, path));
    const there = await candidatesBelow(access, changed, MAX_SCRIPTS - scripts.size + gone.length);
    for (const path of new Set([...gone, ...there])) {
      if (there.has(path)) scripts.add(path);
      else scripts.delete(path);
      const now = new Set(await mentioned(access, path, [...mentions.keys()]));
      for (const [name, paths] of mentions) {
        if (now.has(name) ? !paths.has(path) : paths.delete(path)) different = true;
        if (now.has(name)) paths.add(path);
      }
    }
    return different;
  }

  return {
    mentioning: (name) => {
      const paths = mentions.get(name);
      return paths && [...paths].toSorted();
    },
    find: (names) => inTurn(() => search(names)),
    changed: (path) => inTurn(() => lookAgain(path)),
    clear: () => {
      mentions = new Map();
      candidates = undefined;
    },
  };
}

async function findCandidates(
  access: FileAccess,
  say: (message: string) => void,
): Promise<Set<string>> {
  const scripts = new Set<string>();
  for (const folder of access.folders()) {
    for (const path of await candidatesBelow(access, folder, MAX_SCRIPTS - scripts.size)) {
      scripts.add(path);
    }
  }
  if (scripts.size >= MAX_SCRIPTS) {
    say(l10n.t('Only the first {0} scripts of the workspace are looked into', MAX_SCRIPTS));
  }
  return scripts;
}

/** The scripts at or below a path; nobody keeps any in hidden folders or among installed packages. */
async function candidatesBelow(
  access: FileAccess,
  start: string,
  limit: number,
): Promise<Set<string>> {
  const scripts = new Set<string>();
  if (access.folders().some((folder) => isHiddenBelow(folder, start))) return scripts;
  if (await isScript(access, start)) scripts.add(start);
  const name = start.slice(start.lastIndexOf('/') + 1);
  if (isHidden(name) && !access.folders().includes(start)) return scripts;
  const options = { maxEntries: MAX_ENTRIES, isSkipped: isHidden };
  for await (const path of walkFolder(access, start, options)) {
    if (scripts.size >= limit) break;
    if (await isScript(access, path)) scripts.add(path);
  }
  return scripts;
}

function isHidden(name: string): boolean {
  return name.startsWith('.') || name === 'node_modules';
}

/** Whether a path lies in a hidden folder of a workspace's folder. */
function isHiddenBelow(folder: string, path: string): boolean {
  if (!isBelow(folder, path)) return false;
  return path.slice(folder.length).split('/').slice(1, -1).some(isHidden);
}

async function isScript(access: FileAccess, path: string): Promise<boolean> {
  const beginning = isDecidedByFirstLine(path) ? await access.firstLine(path) : undefined;
  return ROOTS.has(languageOfFile(path, beginning ?? '') ?? '');
}

async function mentioned(
  access: FileAccess,
  path: string,
  names: readonly string[],
): Promise<readonly string[]> {
  const result = await access.read(path, MAX_BYTES);
  if (result.kind !== 'text' || !BRINGS_IN.test(result.text)) return [];
  return names.filter((name) => result.text.includes(name));
}

/** What bounds a walk, and what it does not go into. */
export interface WalkOptions {
  /** How many entries of folders are looked at. */
  readonly maxEntries: number;
  readonly isSkipped: (folderName: string) => boolean;
}

/** The paths of the regular files below a folder. Links are not followed. Never throws. */
async function* walkFolder(
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
