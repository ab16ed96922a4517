/**
 * The settings that folders bring along in files of their own, at their top and further down. The text of an open document wins over the
 * disk, saved or not. A text that is no JSON leaves what the file said before.
 */
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { readWorkspaceFile, WORKSPACE_FILE } from '../service/language-service.ts';
import type { FileSettings } from '../service/settings/settings.ts';
import type { WorkspaceFile } from '../service/settings/workspace-file.ts';
import { folderOf, withoutSlashes } from '../text/paths.ts';
import { isBelow, pathOfFile, uriOfFile } from './files/file-paths.ts';
import type { FileStore } from './files/file-store.ts';
import type { Folder, Folders } from './folders.ts';
import { followExtends, type SettingsChain } from './settings-chain.ts';

/** The file of one folder, as it was read last. */
export interface FolderFile
  extends Omit<WorkspaceFile, 'settings'>,
    Pick<SettingsChain, 'extended'> {
  /** The workspace folder that it lies in. */
  readonly folder: Folder;
  /** Whether it lies further down than at the top. */
  readonly isInner: boolean;
  /** As the client probably writes it. */
  readonly uri: string;
  /** Undefined in a folder without one. */
  readonly path: string | undefined;
  readonly text: string;
  /** What it sets, or did when it could be read last; undefined where it never could. */
  readonly settings: FileSettings | undefined;
}

/** The files in which folders have settings of their own. */
export type FolderFiles = ReturnType<typeof folderFiles>;

/** Where a file is, or would be. */
type Place = Pick<FolderFile, 'folder' | 'isInner' | 'uri' | 'path'>;

/** How many files that a walk finds are read. */
const MAX_FOUND = 1000;

/** What is needed to read the files. */
interface FolderFilesParts {
  readonly folders: Pick<Folders, 'all' | 'of'>;
  readonly documents: () => readonly TextDocument[];
  readonly store: FileStore;
  /** The open document of a URI. */
  readonly documentOf: (uri: string) => TextDocument | undefined;
}

/**
 * Reads files when it is told to; `changed` is called when one has another text, appeared or went. `isFound` if all that
 * is new is one that a walk has found before what is around it was looked at.
 */
export function folderFiles(
  { folders, documents, store, documentOf }: FolderFilesParts,
  changed: (isFound: boolean) => void,
) {
  /** By their URIs. */
  let known: ReadonlyMap<string, FolderFile> = new Map();
  let queue: Promise<void> = Promise.resolve();
  /** Folders with a file, by their paths. */
  const found = new Set<string>();

  /** Where files count: at the top of each folder, then around open documents and where they were found. */
  function places(): readonly Place[] {
    const around = documents().flatMap(({ uri }) => foldersAround(uri));
    const inner = [...new Set([...found, ...around])].toSorted().flatMap(innerPlace);
    return [...folders.all().map(placeInFolder), ...inner];
  }

  /** The folders from that of a document up to the one of the workspace, by their paths. */
  function foldersAround(uri: string): readonly string[] {
    const top = folders.of(uri)?.path;
    const path = pathOfFile(uri);
    const all: string[] = [];
    if (top === undefined || path === undefined) return all;
    for (let at = folderOf(path); at !== top && isBelow(top, at); at = folderOf(at)) all.push(at);
    return all;
  }

  function innerPlace(at: string): readonly Place[] {
    const path = inFolder(at);
    const folder = folders.of(uriOfFile(path));
    if (folder?.path === undefined || folder.path === at) return [];
    return [{ folder, isInner: true, uri: uriOfFile(path), path }];
  }

  /** The text of a file; null if it does not exist, undefined if it changed while being read. */
  async function textOf({ uri, path }: Place): Promise<string | null | undefined> {
    if (path === undefined) return documentOf(uri)?.getText() ?? null;
    return await textAt(path);
  }

  async function fileOf(
    place: Place,
    text: string,
    before: FolderFile | undefined,
  ): Promise<FolderFile> {
    const { settings: own, ...file } = readWorkspaceFile(text);
    const { folder } = place;
    const whole = { ...file, settings: own };
    const { settings, extended, problem } =
      folder.path === undefined || place.path === undefined
        ? { settings: own, extended: new Map<string, string>(), problem: undefined }
        : await followExtends(whole, place.path, { root: folder.path, read: textAt });
    return {
      ...file,
      ...place,
      problems: problem ? [...file.problems, problem] : file.problems,
      text,
      extended,
      settings: settings ?? before?.settings,
    };
  }

  async function textAt(path: string): Promise<string | null | undefined> {
    if (store.get(path) === undefined) await store.load([path]);
    return store.get(path);
  }

  async function read(from?: string): Promise<void> {
    const next = new Map<string, FolderFile>();
    for (const place of places()) {
      const text = await textOf(place);
      const before = known.get(place.uri);
      // Who changed it meanwhile has asked for another look.
      const isSame = text === undefined || (before?.text === text && before.extends === undefined);
      const file =
        isSame || typeof text !== 'string' ? undefined : await fileOf(place, text, before);
      if (before && (isSame || (file && hasSameTexts(before, file)))) next.set(place.uri, before);
      else if (file) next.set(place.uri, file);
    }
    const uris = new Set([...known.keys(), ...next.keys()]);
    const news = [...uris].filter((uri) => known.get(uri) !== next.get(uri));
    known = next;
    if (news.length > 0) changed(news.every((uri) => from !== undefined && uri === uriIn(from)));
  }

  return {
    /** The files that there are, in the order of the folders. */
    all: () => [...known.values()],
    /** The file at the top of a workspace folder. */
    top: (folder: Folder) => known.get(placeInFolder(folder).uri),
    /** The file that counts for a document, file or folder, by its URI: the nearest one. */
    of: (uri: string): FolderFile | undefined => {
      const folder = folders.of(uri);
      const at = pathOfFile(uri);
      const near = [...(at === undefined ? [] : [at]), ...foldersAround(uri)]
        .map((path) => known.get(uriIn(path)))
        .find((file) => file !== undefined);
      return near ?? (folder && known.get(placeInFolder(folder).uri));
    },
    /** Called for a folder with a settings file, before the walk reads the folder. Never rejects. */
    found: (folder: string) => {
      if (found.has(folder) || found.size >= MAX_FOUND) return Promise.resolve();
      found.add(folder);
      queue = queue.then(() => read(folder));
      return queue;
    },
    /** Resolves when all files are read that somebody has asked for. Never rejects. */
    ready: () => queue,
    /** Looks again at the files of all folders, also at those among some paths that have changed. Never rejects. */
    update: (paths: readonly string[] = []) => {
      for (const path of paths) {
        if (path.endsWith(`/${WORKSPACE_FILE}`) && found.size < MAX_FOUND)
          found.add(folderOf(path));
      }
      queue = queue.then(() => read());
      return queue;
    },
  };
}

function hasSameTexts(one: FolderFile, other: FolderFile): boolean {
  const texts = ({ text, extended }: FolderFile) => JSON.stringify([text, ...extended]);
  return texts(one) === texts(other);
}

/** Where the file of a workspace folder is, or would be. */
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
