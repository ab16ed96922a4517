/** Settings files of folders. Open documents replace files; invalid JSON keeps earlier settings. */
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { readWorkspaceFile, WORKSPACE_FILE } from '../service/language-service.ts';
import type { FileSettings } from '../service/settings/settings.ts';
import type { WorkspaceFile } from '../service/settings/workspace-file.ts';
import { LIMITS } from '../text/limits.ts';
import { folderOf, withoutSlashes } from '../text/paths.ts';
import { isBelow, pathOfFile, uriOfFile } from './files/file-paths.ts';
import type { FileStore } from './files/file-store.ts';
import type { Folder, Folders } from './folders.ts';
import { followExtends, type SettingsChain } from './settings-chain.ts';

/** A settings file as last read. */
export interface FolderFile
  extends Omit<WorkspaceFile, 'settings'>,
    Pick<SettingsChain, 'extended'> {
  readonly folder: Folder;
  readonly isInner: boolean;
  readonly uri: string;
  readonly path: string | undefined;
  readonly text: string;
  /** The last valid settings, if any. */
  readonly settings: FileSettings | undefined;
}

type Place = Pick<FolderFile, 'folder' | 'isInner' | 'uri' | 'path'>;

interface FolderFilesParts {
  readonly folders: Pick<Folders, 'all' | 'of'>;
  readonly documents: () => readonly TextDocument[];
  readonly store: FileStore;
  readonly documentOf: (uri: string) => TextDocument | undefined;
}

/** Owns the settings files. */
export class FolderFiles {
  readonly #parts: FolderFilesParts;
  /** `isFound`: a walk found the file before those beside it. */
  readonly #changed: (isFound: boolean) => void;
  #known: ReadonlyMap<string, FolderFile> = new Map();
  #queue: Promise<void> = Promise.resolve();
  readonly #found = new Set<string>();

  constructor(parts: FolderFilesParts, changed: (isFound: boolean) => void) {
    this.#parts = parts;
    this.#changed = changed;
  }

  all(): readonly FolderFile[] {
    return [...this.#known.values()];
  }

  top(folder: Folder): FolderFile | undefined {
    return this.#known.get(placeInFolder(folder).uri);
  }

  of(uri: string): FolderFile | undefined {
    const folder = this.#parts.folders.of(uri);
    const at = pathOfFile(uri);
    const near = [...(at === undefined ? [] : [at]), ...this.#foldersAround(uri)]
      .map((path) => this.#known.get(uriIn(path)))
      .find((file) => file !== undefined);
    return near ?? (folder && this.top(folder));
  }

  /** Reads a folder's settings file. Never rejects. */
  found(folder: string): Promise<void> {
    if (this.#found.has(folder) || this.#found.size >= LIMITS.files) return Promise.resolve();
    this.#found.add(folder);
    this.#queue = this.#queue.then(() => this.#read(folder));
    return this.#queue;
  }

  /** Resolves when all files are read. Never rejects. */
  ready(): Promise<void> {
    return this.#queue;
  }

  /** Reads all files again, and those among `paths`. Never rejects. */
  update(paths: readonly string[] = []): Promise<void> {
    for (const path of paths) {
      const isOurs = path.endsWith(`/${WORKSPACE_FILE}`);
      if (isOurs && this.#found.size < LIMITS.files) this.#found.add(folderOf(path));
    }
    this.#queue = this.#queue.then(() => this.#read());
    return this.#queue;
  }

  /** Folders that may have a settings file: of the workspace, around open documents, and where a walk found one. */
  #places(): readonly Place[] {
    const { documents, folders } = this.#parts;
    const around = documents().flatMap(({ uri }) => this.#foldersAround(uri));
    const inner = [...new Set([...this.#found, ...around])].toSorted();
    return [...folders.all().map(placeInFolder), ...inner.flatMap((at) => this.#innerPlace(at))];
  }

  /** Innermost first, below the workspace folder. */
  #foldersAround(uri: string): readonly string[] {
    const top = this.#parts.folders.of(uri)?.path;
    const path = pathOfFile(uri);
    const all: string[] = [];
    if (top === undefined || path === undefined) return all;
    for (let at = folderOf(path); at !== top && isBelow(top, at); at = folderOf(at)) all.push(at);
    return all;
  }

  #innerPlace(at: string): readonly Place[] {
    const path = inFolder(at);
    const folder = this.#parts.folders.of(uriOfFile(path));
    if (folder?.path === undefined || folder.path === at) return [];
    return [{ folder, isInner: true, uri: uriOfFile(path), path }];
  }

  async #read(from?: string): Promise<void> {
    const next = new Map<string, FolderFile>();
    for (const place of this.#places()) {
      const file = await this.#fileAt(place);
      if (file) next.set(place.uri, file);
    }
    const uris = new Set([...this.#known.keys(), ...next.keys()]);
    const news = [...uris].filter((uri) => this.#known.get(uri) !== next.get(uri));
    this.#known = next;
    if (news.length === 0) return;
    this.#changed(news.every((uri) => from !== undefined && uri === uriIn(from)));
  }

  /** The same object if unchanged, undefined if absent. */
  async #fileAt(place: Place): Promise<FolderFile | undefined> {
    const text =
      place.path === undefined
        ? (this.#parts.documentOf(place.uri)?.getText() ?? null)
        : await this.#textAt(place.path);
    const before = this.#known.get(place.uri);
    if (text === undefined) return before;
    if (text === null) return undefined;
    if (before?.text === text && before.extends === undefined) return before;
    const file = await this.#fileOf(place, text, before);
    return before && hasSameTexts(before, file) ? before : file;
  }

  async #fileOf(place: Place, text: string, before: FolderFile | undefined): Promise<FolderFile> {
    const { settings: own, ...file } = readWorkspaceFile(text);
    const { folder } = place;
    const whole = { ...file, settings: own };
    const read = (path: string) => this.#textAt(path);
    const { settings, extended, problem } =
      folder.path === undefined || place.path === undefined
        ? { settings: own, extended: new Map<string, string>(), problem: undefined }
        : await followExtends(whole, place.path, { root: folder.path, read });
    return {
      ...file,
      ...place,
      problems: problem ? [...file.problems, problem] : file.problems,
      text,
      extended,
      settings: settings ?? before?.settings,
    };
  }

  /** A settings file's text; null if absent, undefined if it changed meanwhile. */
  async #textAt(path: string): Promise<string | null | undefined> {
    const { store } = this.#parts;
    if (store.get(path) === undefined) await store.load([path]);
    return store.get(path);
  }
}

function hasSameTexts(one: FolderFile, other: FolderFile): boolean {
  const texts = ({ text, extended }: FolderFile) => JSON.stringify([text, ...extended]);
  return texts(one) === texts(other);
}

/** Where a folder's settings file would be. */
export function placeInFolder(folder: Folder): Place {
  const { uri, path } = folder;
  return {
    folder,
    isInner: false,
    uri: inFolder(uri),
    path: path === undefined ? undefined : inFolder(path),
  };
}

function inFolder(folder: string): string {
  return `${withoutSlashes(folder)}/${WORKSPACE_FILE}`;
}

function uriIn(path: string): string {
  return uriOfFile(inFolder(path));
}
