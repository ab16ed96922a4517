/**
 * The settings that folders bring along in a file of their own. The text of an open document wins over the
 * disk, saved or not. A text that is no JSON leaves what the file said before.
 */
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { readWorkspaceFile, WORKSPACE_FILE } from '../service/language-service.ts';
import type { FileSettings } from '../service/settings/settings.ts';
import type { WorkspaceFile } from '../service/settings/workspace-file.ts';
import { withoutSlashes } from '../text/paths.ts';
import type { FileStore } from './files/file-store.ts';
import type { Folder } from './folders.ts';
import { followExtends, type SettingsChain } from './settings-chain.ts';

/** The file of one folder, as it was read last. */
export interface FolderFile
  extends Omit<WorkspaceFile, 'settings'>,
    Pick<SettingsChain, 'extended'> {
  readonly folder: Folder;
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

/** What is needed to read the files. */
interface FolderFilesParts {
  readonly folders: () => readonly Folder[];
  readonly store: FileStore;
  /** The open document of a URI. */
  readonly documentOf: (uri: string) => TextDocument | undefined;
}

/** Reads files when it is told to; `changed` is called when one has another text, appeared or went. */
export function folderFiles({ folders, store, documentOf }: FolderFilesParts, changed: () => void) {
  let known: ReadonlyMap<string, FolderFile> = new Map();
  let queue: Promise<void> = Promise.resolve();

  /** The text of a folder's file; null where there is none, undefined where it changed while it was read. */
  async function textOf(folder: Folder): Promise<string | null | undefined> {
    const { uri, path } = placeInFolder(folder);
    if (path === undefined) return documentOf(uri)?.getText() ?? null;
    return await textAt(path);
  }

  async function fileOf(
    folder: Folder,
    text: string,
    before: FolderFile | undefined,
  ): Promise<FolderFile> {
    const { settings: own, ...file } = readWorkspaceFile(text);
    const place = placeInFolder(folder);
    const whole = { ...file, settings: own };
    const { settings, extended, problem } =
      folder.path === undefined || place.path === undefined
        ? { settings: own, extended: new Map<string, string>(), problem: undefined }
        : await followExtends(whole, place.path, { root: folder.path, read: textAt });
    return {
      ...file,
      ...place,
      problems: problem ? [...file.problems, problem] : file.problems,
      folder,
      text,
      extended,
      settings: settings ?? before?.settings,
    };
  }

  async function textAt(path: string): Promise<string | null | undefined> {
    if (store.get(path) === undefined) await store.load([path]);
    return store.get(path);
  }

  async function read(): Promise<void> {
    const next = new Map<string, FolderFile>();
    for (const folder of folders()) {
      const text = await textOf(folder);
      const before = known.get(folder.uri);
      // Who changed it meanwhile has asked for another look.
      const isSame = text === undefined || (before?.text === text && before.extends === undefined);
      const file =
        isSame || typeof text !== 'string' ? undefined : await fileOf(folder, text, before);
      if (before && (isSame || (file && hasSameTexts(before, file)))) next.set(folder.uri, before);
      else if (file) next.set(folder.uri, file);
    }
    const isNews =
      next.size !== known.size || [...next].some(([uri, file]) => known.get(uri) !== file);
    known = next;
    if (isNews) changed();
  }

  return {
    /** The files that there are, in the order of the folders. */
    all: () => [...known.values()],
    /** What the file of a folder sets. */
    settingsOf: ({ uri }: Folder) => known.get(uri)?.settings,
    /** Resolves when all files are read that somebody has asked for. Never rejects. */
    ready: () => queue,
    /** Looks again at the files of all folders. Never rejects. */
    update: () => {
      queue = queue.then(read);
      return queue;
    },
  };
}

function hasSameTexts(one: FolderFile, other: FolderFile): boolean {
  const texts = ({ text, extended }: FolderFile) => JSON.stringify([text, ...extended]);
  return texts(one) === texts(other);
}

/** Where the file of a folder is, or would be. */
export function placeInFolder({ uri, path }: Folder): Pick<FolderFile, 'uri' | 'path'> {
  const inFolder = (folder: string): string => `${withoutSlashes(folder)}/${WORKSPACE_FILE}`;
  return { uri: inFolder(uri), path: path === undefined ? undefined : inFolder(path) };
}
