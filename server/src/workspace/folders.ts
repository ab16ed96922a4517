/** The folders of the workspace, as the client names them. */
import { isBelow, pathOfFile, pathOfUri } from './files/file-paths.ts';

/** A folder as the client names it. */
interface NamedFolder {
  readonly uri: string;
}

/** A folder of the workspace. */
export interface Folder {
  /** As the client writes it, since it is asked by this name. */
  readonly uri: string;
  /** Absolute, with `/` and none at the end, also for one that lies on no disk; undefined for one without. */
  readonly path: string | undefined;
  /** The same, or what the URI has in its place: from here the paths of its documents count. */
  readonly root: string;
}

/** The folders of the workspace, which a client may change. */
export type Folders = ReturnType<typeof workspaceFolders>;

/** No folders yet; a client names them. */
export function workspaceFolders() {
  let all: readonly Folder[] = [];
  const paths = (): readonly string[] => pathsOf(all);
  return {
    all: () => all,
    /** The innermost folder that a document or file lies in, by its URI; undefined outside of all. */
    of: (uri: string) => {
      const path = pathOfFile(uri);
      return all
        .filter((folder) => holds(folder, uri, path))
        .toSorted((a, b) => b.root.length - a.root.length)[0];
    },
    /** The paths of those that have one; none where the client has no workspace. */
    paths,
    /** Takes the folders of `initialize`: a list, or the root. */
    start: ({
      workspaceFolders: folders,
      rootUri,
    }: {
      readonly workspaceFolders?: readonly NamedFolder[] | null;
      readonly rootUri?: string | null;
    }) => {
      all = (folders ?? (rootUri ? [{ uri: rootUri }] : [])).map(toFolder);
    },
    /** The paths of folders that came or went. */
    change: (folders: Readonly<Record<'added' | 'removed', readonly NamedFolder[]>>) => {
      const gone = folders.removed.map(toFolder);
      const come = folders.added.map(toFolder);
      // Who names a folder again has it once all the same.
      const moved = new Set([...gone, ...come].map(({ uri }) => uri));
      all = [...all.filter(({ uri }) => !moved.has(uri)), ...come];
      return pathsOf([...gone, ...come]);
    },
    contain: (path: string) => paths().some((folder) => isBelow(folder, path)),
  };
}

function toFolder({ uri }: NamedFolder): Folder {
  const path = pathOfFile(uri)?.replace(/(?<=[^/])\/+$/, '');
  return { uri, path, root: path ?? pathOfUri(uri).replace(/(?<=[^/])\/+$/, '') };
}

function pathsOf(folders: readonly Folder[]): readonly string[] {
  return folders.flatMap(({ path }) => path ?? []);
}

function holds(folder: Folder, uri: string, path: string | undefined): boolean {
  if (folder.path !== undefined) return path !== undefined && isBelow(folder.path, path);
  return uri.startsWith(folder.uri.replace(/(?<!\/)\/*$/, '/'));
}
