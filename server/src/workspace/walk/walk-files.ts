/** Walks through the workspace and reads files that may have findings; opens and decodes no others. */

import * as l10n from '@vscode/l10n';
import {
  factsOfFile,
  hasFacts,
  isDecidedByFirstLine,
  languageOf,
  languageOfFile,
  mayHaveFindings,
} from '../../languages/detect.ts';
import type { Unread } from '../../service/analysis/unread-file.ts';
import {
  reachOf,
  textFacts,
  unreadFile,
  writesOpeningOption,
} from '../../service/language-service.ts';
import { LIMITS } from '../../text/limits.ts';
import { once } from '../../text/lookup.ts';
import { nameOf } from '../../text/paths.ts';
import type { FileAccess } from '../files/file-access.ts';
import type { FileStore } from '../files/file-store.ts';
import { keepPace } from '../pace.ts';
import { includeGraph } from './include-graph.ts';
import { type Candidate, FolderWalk } from './walk-folders.ts';

const AT_ONCE = 32;

export interface WorkspaceFile {
  readonly path: string;
  /** Empty if the content decides. */
  readonly languageId: string;
  readonly text: string;
  /** With all it brings in, if none of them concerns QEMU. */
  readonly quiet?: ReadonlySet<string> | undefined;
}

/** What a walk needs. */
export interface WalkParts {
  readonly access: FileAccess;
  readonly excluded: (folder: string) => readonly string[];
  readonly isOpen: (path: string) => boolean;
  /** Logs a file that is left out; `path` if it was unreadable. */
  readonly leftOut: (message: string, path?: string) => void;
  readonly listing?: FileStore['listing'];
  /** Gets folders with a settings file before their files. */
  readonly hasSettings?: (folder: string) => Promise<void>;
  readonly turn: () => Promise<void>;
}

/** What to walk through. */
export interface WalkOptions {
  readonly folders: readonly string[];
  /** Only at and below these paths. */
  readonly paths?: Iterable<string>;
  readonly limit?: number;
  readonly isUnwanted: () => boolean;
  readonly mayBeWanted?: (name: string) => boolean;
  /** Whether to decode a file, by language and bytes. */
  readonly isWanted?: (languageId: string, bytes: string) => boolean;
  /** Reads all languages, with empty ids. */
  readonly isOfAnyLanguage?: boolean;
  readonly isFlat?: boolean;
  /** Gives, at the end, only these files and those that bring one in. */
  readonly about?: (() => Iterable<string>) | undefined;
  readonly onName?: ((path: string) => void) | undefined;
  readonly met?: ((file: WorkspaceFile) => void) | undefined;
  /** Gets files with QEMU in unread languages. */
  readonly onUnread?: (path: string, unread: Unread) => void;
}

interface Walk {
  /** Batches of files that may have findings. Never rejects. */
  readonly files: AsyncIterable<readonly WorkspaceFile[]>;
  /** How many files were read, and how many are known so far. */
  readonly counts: () => { readonly done: number; readonly known: number };
  readonly isLimited: () => boolean;
}

/** Walks through closed files, near the top first. */
export function walkFiles(parts: WalkParts, options: WalkOptions): Walk {
  const walk = new FileWalk(parts, options);
  return {
    files: walk.files(),
    counts: () => ({ done: walk.done, known: walk.folders.known }),
    isLimited: () => walk.folders.isLimited,
  };
}

interface ReadBatch {
  readonly count: number;
  readonly files: Promise<WorkspaceFile[][]>;
}

class FileWalk {
  readonly #parts: WalkParts;
  readonly #options: WalkOptions;
  readonly folders: FolderWalk;
  /** What files bring in; undefined if some files are not read. */
  readonly #graph: ReturnType<typeof includeGraph> | undefined;
  /** Files that wait for the end, since they matter only if they bring in a relevant one. */
  readonly #held: WorkspaceFile[] = [];
  done = 0;

  constructor(parts: WalkParts, options: WalkOptions) {
    const { limit = LIMITS.walkFiles, isWanted, isFlat, paths } = options;
    this.#parts = parts;
    this.#options = options;
    this.#graph = isWanted || isFlat || paths ? undefined : includeGraph(this.#textOf);
    const onOpen = (path: string): void => this.#graph?.add(path);
    const folderParts = { ...parts, onOpen, notRead: this.#notRead };
    this.folders = new FolderWalk(folderParts, options, limit);
  }

  async *files(): AsyncGenerator<readonly WorkspaceFile[]> {
    const { isUnwanted, about } = this.#options;
    // Reads the next batch meanwhile.
    let reading: ReadBatch | undefined;
    const pace = keepPace(this.#parts.turn);
    for await (const batch of inBatches(this.folders.candidates(), AT_ONCE)) {
      const reads: Promise<WorkspaceFile[]>[] = [];
      for (const candidate of batch) {
        reads.push(this.#read(candidate));
        await pace.rest();
      }
      const ahead = { count: batch.length, files: Promise.all(reads) };
      if (reading) yield await this.#finish(reading);
      if (isUnwanted()) return;
      reading = ahead;
    }
    if (reading) yield await this.#finish(reading);
    const held = about ? bringingIn(about(), this.#held) : this.#held;
    for (const file of held) {
      const isScript = hasFacts(file.languageId);
      const quiet = isScript ? await this.#graph?.quietFiles(file.path, file.text) : undefined;
      yield [{ ...file, quiet }];
      if (isUnwanted()) return;
    }
  }

  async #finish({ files, count }: ReadBatch): Promise<readonly WorkspaceFile[]> {
    const found = (await files).flat();
    this.done += count;
    return found;
  }

  readonly #textOf = async (path: string): Promise<string | undefined> => {
    const result = await this.#parts.access.read(path, LIMITS.fileBytes);
    return result.kind === 'text' ? result.text : undefined;
  };

  readonly #notRead = (path: string, reason: string): void =>
    this.#parts.leftOut(l10n.t('{0} is not checked: {1}', path, reason), path);

  async #read({ path, name, named, visit }: Candidate): Promise<WorkspaceFile[]> {
    const { isOfAnyLanguage, isWanted = mayHaveFindings } = this.#options;
    let languageId: string | undefined;
    let beginning = '';
    const result = await visit.read(name, LIMITS.fileBytes, (bytes, isAll) => {
      beginning = bytes;
      languageId ??= isOfAnyLanguage ? '' : languageOfFile(path, bytes, named);
      if (languageId !== undefined && (!isAll || isWanted(languageId, bytes))) return true;
      this.#passOver(path, bytes, languageId);
      return false;
    });
    const isBinary = isOfAnyLanguage && beginning.includes('\0');
    if (result.kind === 'refused' && !isBinary) this.#notRead(path, result.reason);
    if (result.kind !== 'text' || languageId === undefined) return [];
    const { text } = result;
    const reason = textProblem(text);
    if (reason !== undefined) {
      this.#notRead(path, reason);
      return [];
    }
    if (isOfAnyLanguage) return [{ path, languageId, text }];
    if (languageId === '' && languageOf(languageId, path, text) === undefined) {
      this.#note(path, text);
      return [];
    }
    return this.#take({ path, languageId, text });
  }

  #passOver(path: string, bytes: string, languageId: string | undefined): void {
    if (languageId === undefined || languageId === '') {
      this.#note(path, bytes);
      if (isDecidedByFirstLine(path)) this.#graph?.add(path);
    } else if (hasFacts(languageId)) this.#graph?.add(path, () => textFacts(''));
  }

  #take(file: WorkspaceFile): WorkspaceFile[] {
    const { met, about } = this.#options;
    met?.(file);
    if (this.#graph === undefined) return [file];
    const isScript = hasFacts(file.languageId);
    this.#graph.add(file.path, isScript ? () => factsOf(file) : undefined);
    if (!about && (!isScript || writesOpeningOption(file.text))) return [file];
    this.#held.push(file);
    return [];
  }

  #note(path: string, text: string): void {
    const { onUnread } = this.#options;
    const unread = onUnread && unreadFile(path, text);
    if (unread !== undefined) onUnread?.(path, unread);
  }
}

const factsOf = once(({ languageId, path, text }: WorkspaceFile) => {
  return factsOfFile(languageId, path, text);
});

/** These files and those that bring one in, directly or through others. */
function bringingIn(
  paths: Iterable<string>,
  files: readonly WorkspaceFile[],
): readonly WorkspaceFile[] {
  const asked = new Set(paths);
  const names = new Set([...asked].map(nameOf));
  const found = new Set(files.filter(({ path }) => asked.has(path)));
  for (const name of names) {
    for (const file of files) {
      if (found.has(file) || !mayBringIn(file, name)) continue;
      found.add(file);
      if (hasFacts(file.languageId)) names.add(nameOf(file.path));
    }
  }
  return [...found];
}

function mayBringIn(file: WorkspaceFile, name: string): boolean {
  const { languageId, text } = file;
  const isNamed = text.includes(name);
  if (isNamed && text.includes('readconfig')) return true;
  if (!isNamed && !(hasFacts(languageId) && mayBringInUnwritten(text))) return false;
  const facts = factsOf(file);
  const names = reachOf(facts).bringsIn;
  if (!names || hasUnknownName(names, facts)) return true;
  return [names, ...facts.assigned.values()].some((all) => [...all].map(nameOf).includes(name));
}

function mayBringInUnwritten(text: string): boolean {
  const facts = textFacts(text);
  const names = reachOf(facts).bringsIn;
  return !names || hasUnknownName(names, facts) || text.includes('include');
}

function hasUnknownName(
  names: ReadonlySet<string>,
  { assigned }: ReturnType<typeof textFacts>,
): boolean {
  return [...names].some((name) => /^[$#]/.test(name) && !assigned.has(name.slice(1)));
}

/** Why a text has no lines; undefined if it has. */
export function textProblem(text: string): string | undefined {
  const isFine = text.includes('\n') || !/\r./s.test(text);
  return isFine ? undefined : l10n.t('its lines end with a carriage return alone');
}

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
