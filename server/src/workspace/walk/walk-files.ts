/**
 * Goes through the files of the workspace and reads those that may have findings: the one walk for all who
 * want to see every file. What is left out is not even opened, and what cannot matter not decoded.
 */
import * as l10n from '@vscode/l10n';
import {
  factsOfFile,
  hasFacts,
  isDecidedByFirstLine,
  languageOf,
  languageOfFile,
  languageOfName,
  mayHaveFindings,
  mayHoldText,
} from '../../languages/detect.ts';
import type { Unread } from '../../service/analysis/unread-file.ts';
import {
  broughtInAmong,
  opensOutsideOfComments,
  textFacts,
  unreadFile,
  WORKSPACE_FILE,
} from '../../service/language-service.ts';
import { oncePer } from '../../text/lookup.ts';
import { once } from '../../text/once.ts';
import { folderOf } from '../../text/paths.ts';
import type { FileAccess, FolderVisit } from '../files/file-access.ts';
import { keepPace } from '../pace.ts';
import { readGitIndex, trackedPaths } from './git-index.ts';
import { includeGraph } from './include-graph.ts';
import { type FolderRules, isLeftOut, isTooDeep, leftOut } from './left-out.ts';

/** How many files are read at most whose names make them ours, and how many others are looked into. */
export const MAX_FILES = 100_000;
/** How many entries of folders are looked at for each file that may be read, and how many at least. */
const ENTRIES_PER_FILE = 10;
const LEAST_ENTRIES = 1_000_000;
/** The longest file that is read. */
export const MAX_BYTES = 1024 * 1024;
/** How many files are read at the same time, while as many others are looked at. */
const AT_ONCE = 32;

/** A file with the text that it has on the disk. */
export interface WorkspaceFile {
  readonly path: string;
  /** Empty where the content decides. */
  readonly languageId: string;
  readonly text: string;
  /** If neither it nor what it brings in has to do with QEMU: itself with all of these. */
  readonly quiet?: ReadonlySet<string> | undefined;
}

/** What it takes to go through the files. */
export interface WalkParts {
  readonly access: FileAccess;
  /** The globs of what the settings leave out below a folder of the workspace. */
  readonly excluded: (folder: string) => readonly string[];
  /** Whether an editor has a file open, so that nobody has to read it. */
  readonly isOpen: (path: string) => boolean;
  /** Gets what was not looked into, and why; the path of what could not be read. */
  readonly leftOut: (message: string, path?: string) => void;
  /** Called for each folder with a settings file, before the walk reads the folder. */
  readonly hasSettings?: (folder: string) => Promise<void>;
  /** Resolves when all others that wait have had their turn. */
  readonly turn: () => Promise<void>;
}

interface WalkOptions {
  /** The folders to go through. */
  readonly folders: readonly string[];
  /** Files and folders at and below which to look; everywhere without them. What is not there is passed over. */
  readonly paths?: Iterable<string>;
  /** How many files are read at most whose names make them ours, and how many others are looked into; `MAX_FILES` without. */
  readonly limit?: number;
  readonly isUnwanted: () => boolean;
  /** Whether a file is worth opening, by its name; every one that may hold text without. */
  readonly mayBeWanted?: (name: string) => boolean;
  /** Whether a file is one to read, by its language and its bytes; one that may have findings without. */
  readonly isWanted?: (languageId: string, bytes: string) => boolean;
  /** Whether files of languages that are not read are wanted, too; their language is empty. */
  readonly isOfAnyLanguage?: boolean;
  /** Whether only what lies directly in the folders is looked at. */
  readonly isFlat?: boolean;
  /**
   * The files that are asked about, known once all others are met: of these only the ones that may bring one of them in
   * are given. All are given without.
   */
  readonly about?: (() => Iterable<string>) | undefined;
  /** Gets the path of each file that is worth opening. */
  readonly onName?: ((path: string) => void) | undefined;
  /** Gets each file that is read, given or not. */
  readonly met?: ((file: WorkspaceFile) => void) | undefined;
  /** Gets files that say something of QEMU in a language that is not read. */
  readonly onUnread?: (path: string, unread: Unread) => void;
}

/** A walk through files. */
interface Walk {
  /** The files that may have findings, some at a time, in the order in which they are met. Never rejects. */
  readonly files: AsyncIterable<readonly WorkspaceFile[]>;
  /** How many files are behind the walk, and how many it knows of so far. */
  readonly counts: () => { readonly done: number; readonly known: number };
  /** Whether there were more files than may be read. */
  readonly isLimited: () => boolean;
}

/** A folder to go into. */
interface Step {
  readonly folder: string;
  readonly visit: () => Promise<FolderVisit>;
  /** The rules for what is in it; `hasOwn` says whether it has a `.gitignore`. */
  readonly rules: (hasOwn: boolean) => FolderRules | Promise<FolderRules>;
  /** The entries that count; all of them without. */
  readonly names?: ReadonlySet<string>;
}

/** A file to look into. */
interface Candidate {
  readonly path: string;
  readonly name: string;
  /** Its language, as far as its name tells. */
  readonly named: string | undefined;
  readonly visit: FolderVisit;
}

/** Goes through the files of the workspace that are not open, those near the top first. */
export function walkFiles(parts: WalkParts, options: WalkOptions): Walk {
  const { access } = parts;
  const { folders, paths, limit = MAX_FILES, isUnwanted } = options;
  const { mayBeWanted = mayHoldText, isWanted = mayHaveFindings } = options;
  const counts = { done: 0, known: 0 };
  const left = { ours: limit, others: limit };
  let isLimited = false;
  /** Undefined where not all files are gone through. */
  const graph = options.isWanted || options.isFlat || paths ? undefined : includeGraph(textOf);
  /** Files that have to do with QEMU only if they bring in one that has. */
  const held: WorkspaceFile[] = [];
  const rules = leftOut({
    folders,
    excluded: parts.excluded,
    read: async (path, maxBytes) => {
      const result = await access.read(path, maxBytes);
      if (result.kind === 'refused') notRead(path, result.reason);
      return result.kind === 'text' ? result.text : undefined;
    },
    tracked: async (folder) => {
      const bytes = await readGitIndex(access, folder);
      return once(() => trackedPaths(bytes));
    },
    say: parts.leftOut,
  });

  async function textOf(path: string): Promise<string | undefined> {
    const result = await access.read(path, MAX_BYTES);
    return result.kind === 'text' ? result.text : undefined;
  }

  function notRead(path: string, reason: string): void {
    parts.leftOut(l10n.t('{0} is not looked into: {1}', path, reason), path);
  }

  async function firstSteps(): Promise<Step[]> {
    const steps: Step[] = [];
    for (const folder of folders) {
      const found = paths ? undefined : await rules.rulesOf(folder);
      if (found) steps.push({ folder, rules: () => found, visit: () => access.visit(folder) });
    }
    for (const [folder, names] of byFolder(paths ?? [])) {
      const found = await rules.rulesOf(folder);
      if (found)
        steps.push({ folder, rules: () => found, visit: () => access.visit(folder), names });
      // Around a folder of the workspace nothing is looked at.
      for (const root of found ? [] : folders) {
        if (!names.has(nameOf(root)) || folderOf(root) !== folder) continue;
        const inRoot = await rules.rulesOf(root);
        if (inRoot)
          steps.push({ folder: root, rules: () => inRoot, visit: () => access.visit(root) });
      }
    }
    return steps;
  }

  async function* candidates(): AsyncGenerator<Candidate[]> {
    const steps = await firstSteps();
    const maxEntries = Math.max(limit * ENTRIES_PER_FILE, LEAST_ENTRIES);
    const pace = keepPace(parts.turn);
    let entries = 0;
    let isFull = false;
    // The next folder is listed while the files of this one are read.
    const visits = new Map<Step, Promise<FolderVisit>>();
    const visitOf = (step: Step): Promise<FolderVisit> => {
      const visit = visits.get(step) ?? step.visit();
      visits.set(step, visit);
      return visit;
    };
    for (const [index, step] of steps.entries()) {
      const visit = await visitOf(step);
      visits.delete(step);
      const next = steps[index + 1];
      if (next) void visitOf(next);
      if (visit.refused !== undefined) notRead(step.folder, visit.refused);
      const here = await step.rules(visit.entries.some(({ name }) => name === '.gitignore'));
      if (visit.entries.some(({ name }) => name === WORKSPACE_FILE))
        await parts.hasSettings?.(step.folder);
      const found: Candidate[] = [];
      const into = new Set<string>();
      for (const { name, kind } of visit.entries) {
        await pace.rest();
        if (step.names && !step.names.has(name)) continue;
        if (++entries > maxEntries) {
          isFull = true;
          break;
        }
        const path = join(step.folder, name);
        if (kind === 'folder') {
          if (options.isFlat || folders.includes(path) || isLeftOut(here, name, true)) continue;
          const reason = isTooDeep(here) ? l10n.t('it lies too deep') : nameProblem(name);
          if (reason === undefined) into.add(name);
          else notRead(path, reason);
          continue;
        }
        if (parts.isOpen(path)) {
          graph?.add(path);
          continue;
        }
        if (!mayBeWanted(name) || isLeftOut(here, name, false)) continue;
        const reason = nameProblem(name);
        if (reason !== undefined) {
          notRead(path, reason);
          continue;
        }
        const named = languageOfName(path);
        const whose = named === undefined ? 'others' : 'ours';
        if (left[whose] === 0) {
          isLimited = true;
          isFull ||= whose === 'ours';
          if (isFull) break;
          continue;
        }
        left[whose]--;
        counts.known++;
        options.onName?.(path);
        found.push({ path, name, named, visit });
      }
      isLimited ||= isFull;
      for (const name of isFull ? [] : into) {
        steps.push({
          folder: join(step.folder, name),
          visit: () => visit.enter(name),
          rules: (hasOwn) => rules.enter(here, name, hasOwn),
        });
      }
      if (found.length > 0) yield found;
      if (isFull || isUnwanted()) return;
    }
  }

  async function read({ path, name, named, visit }: Candidate): Promise<WorkspaceFile[]> {
    let languageId: string | undefined;
    const result = await visit.read(name, MAX_BYTES, (bytes, isAll) => {
      languageId ??= options.isOfAnyLanguage ? '' : languageOfFile(path, bytes, named);
      if (languageId !== undefined && (!isAll || isWanted(languageId, bytes))) return true;
      if (languageId === undefined || languageId === '') {
        note(path, bytes);
        if (isDecidedByFirstLine(path)) graph?.add(path);
      } else if (hasFacts(languageId)) graph?.add(path, () => textFacts(''));
      return false;
    });
    if (result.kind === 'refused') notRead(path, result.reason);
    if (result.kind !== 'text' || languageId === undefined) return [];
    const { text } = result;
    const reason = textProblem(text);
    if (reason !== undefined) {
      notRead(path, reason);
      return [];
    }
    if (options.isOfAnyLanguage) return [{ path, languageId, text }];
    if (languageId === '' && languageOf(languageId, path, text) === undefined) {
      note(path, text);
      return [];
    }
    const file = { path, languageId, text };
    options.met?.(file);
    if (graph === undefined) return [file];
    graph.add(path, hasFacts(languageId) ? () => factsOf(file) : undefined);
    // What opens something is not waited with.
    if (!options.about && (!hasFacts(languageId) || opensOutsideOfComments(text))) return [file];
    held.push(file);
    return [];
  }

  function note(path: string, text: string): void {
    const unread = options.onUnread && unreadFile(path, text);
    if (unread !== undefined) options.onUnread?.(path, unread);
  }

  async function* files(): AsyncGenerator<readonly WorkspaceFile[]> {
    let reading: { readonly count: number; readonly files: Promise<WorkspaceFile[][]> } | undefined;
    const pace = keepPace(parts.turn);
    for await (const batch of inBatches(candidates(), AT_ONCE)) {
      const reads: Promise<WorkspaceFile[]>[] = [];
      for (const candidate of batch) {
        reads.push(read(candidate));
        await pace.rest();
      }
      const ahead = { count: batch.length, files: Promise.all(reads) };
      if (reading) yield await finish(reading);
      if (isUnwanted()) return;
      reading = ahead;
    }
    if (reading) yield await finish(reading);
    // Only now all is known that they may bring in.
    for (const file of options.about ? bringingIn(options.about(), held) : held) {
      const quiet = hasFacts(file.languageId) ? await graph?.quietFiles(file.path) : undefined;
      yield [{ ...file, quiet }];
      if (isUnwanted()) return;
    }
  }

  async function finish(batch: {
    readonly count: number;
    readonly files: Promise<WorkspaceFile[][]>;
  }) {
    const found = (await batch.files).flat();
    counts.done += batch.count;
    return found;
  }

  return { files: files(), counts: () => counts, isLimited: () => isLimited };
}

const factsOf = oncePer(({ languageId, path, text }: WorkspaceFile) => {
  return factsOfFile(languageId, path, text);
});

/** Some files with those that bring in one of them, themselves or through others, as far as names tell: none is missed. */
function bringingIn(
  paths: Iterable<string>,
  files: readonly WorkspaceFile[],
): readonly WorkspaceFile[] {
  const asked = new Set(paths);
  const names = new Set([...asked].map(nameOf));
  const found = new Set(files.filter(({ path }) => asked.has(path)));
  // What is added meanwhile is gone through as well.
  for (const name of names) {
    for (const file of files) {
      if (found.has(file) || !mayBringIn(file, name)) continue;
      found.add(file);
      if (hasFacts(file.languageId)) names.add(nameOf(file.path));
    }
  }
  return [...found];
}

/** Whether a file may bring in one of a name, or hand it to QEMU. */
function mayBringIn(file: WorkspaceFile, name: string): boolean {
  const { languageId, text } = file;
  const isNamed = text.includes(name);
  if (isNamed && text.includes('readconfig')) return true;
  // Most files need not be parsed.
  if (!isNamed && !(hasFacts(languageId) && mayBringInUnwritten(text))) return false;
  const facts = factsOf(file);
  const names = broughtInAmong([facts]);
  if (!names || names.has(name) || isOpen(names, facts)) return true;
  return [...facts.assigned.values()].some((all) => all.has(name));
}

/** Whether a file may bring in one whose name is not written in it, as far as a look tells. */
function mayBringInUnwritten(text: string): boolean {
  const facts = textFacts(text);
  const names = broughtInAmong([facts]);
  return !names || isOpen(names, facts) || text.includes('include');
}

/** Whether one of some names is a variable, which another file may assign. */
function isOpen(names: ReadonlySet<string>, { assigned }: ReturnType<typeof textFacts>): boolean {
  return [...names].some((name) => name.startsWith('$') && !assigned.has(name.slice(1)));
}

/** Why a text is not read as lines, which all that are read are made of; undefined where nothing is wrong. */
export function textProblem(text: string): string | undefined {
  const isFine = text.includes('\n') || !/\r./s.test(text);
  return isFine ? undefined : l10n.t('its lines end with a carriage return alone');
}

/** Why a file of a name cannot be opened: Node puts U+FFFD for bytes that are no UTF-8. */
function nameProblem(name: string): string | undefined {
  return name.includes('\ufffd') ? l10n.t('its name is not UTF-8') : undefined;
}

/** Items in groups of one size, wherever they come from; the last one may be smaller. */
async function* inBatches<T>(
  source: AsyncIterable<readonly T[]>,
  size: number,
): AsyncGenerator<T[]> {
  let batch: T[] = [];
  for await (const items of source) {
    for (const item of items) {
      batch.push(item);
      if (batch.length < size) continue;
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}

/** The names of paths by the folder that they are in. */
function byFolder(paths: Iterable<string>): ReadonlyMap<string, ReadonlySet<string>> {
  const names = new Map<string, Set<string>>();
  for (const path of paths) {
    const folder = folderOf(path);
    names.set(folder, (names.get(folder) ?? new Set()).add(nameOf(path)));
  }
  return names;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function join(folder: string, name: string): string {
  return folder === '/' ? `/${name}` : `${folder}/${name}`;
}
