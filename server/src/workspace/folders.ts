/** Workspace folders as the client names them. */
import { isBelow, pathOfFile, pathOfUri } from './files/file-paths.ts';

interface NamedFolder {
  readonly uri: string;
}

export interface Folder {
  readonly uri: string;
  /** Absolute; undefined for a URI without a path. */
  readonly path: string | undefined;
  /** The path, or the URI's, which documents are relative to. */
  readonly root: string;
}

/** Owns the workspace folders. */
export type Folders = ReturnType<typeof workspaceFolders>;

/** Makes an empty list. */
export function workspaceFolders() {
  let all: readonly Folder[] = [];
  const paths = (): readonly string[] => pathsOf(all);
  return {
    all: () => all,
    of: (uri: string) => {
      const path = pathOfFile(uri);
      return all
        .filter((folder) => holds(folder, uri, path))
        .toSorted((a, b) => b.root.length - a.root.length)[0];
    },
    paths,
    start: ({
      workspaceFolders: folders,
      rootUri,
    }: {
      readonly workspaceFolders?: readonly NamedFolder[] | null;
      readonly rootUri?: string | null;
    }) => {
      all = (folders ?? (rootUri ? [{ uri: rootUri }] : [])).map(toFolder);
    },
    change: (folders: Readonly<Record<'added' | 'removed', readonly NamedFolder[]>>) => {
      const gone = folders.removed.map(toFolder);
      const come = folders.added.map(toFolder);
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
