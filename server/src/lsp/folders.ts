/** The folders of the workspace, as the client names them. */
import type { InitializeParams, WorkspaceFoldersChangeEvent } from 'vscode-languageserver';
import { isBelow, pathOfFile } from './file-paths.ts';

export interface Folders {
  /** Absolute paths with `/`, none at the end; none where the client has no workspace. */
  readonly paths: () => readonly string[];
  readonly start: (params: InitializeParams) => void;
  /** The folders that came or went. */
  readonly change: (event: WorkspaceFoldersChangeEvent) => readonly string[];
  readonly contain: (path: string) => boolean;
}

export function workspaceFolders(): Folders {
  let paths: readonly string[] = [];
  return {
    paths: () => paths,
    start: ({ workspaceFolders: folders, rootUri }) => {
      const uris = folders?.map(({ uri }) => uri) ?? (rootUri ? [rootUri] : []);
      paths = uris.flatMap(folderPath);
    },
    change: ({ added, removed }) => {
      const gone = removed.flatMap(({ uri }) => folderPath(uri));
      const come = added.flatMap(({ uri }) => folderPath(uri));
      paths = [...paths.filter((path) => !gone.includes(path)), ...come];
      return [...gone, ...come];
    },
    contain: (path) => paths.some((folder) => isBelow(folder, path)),
  };
}

/** None for a folder that has no path at all. */
function folderPath(uri: string): readonly string[] {
  const path = pathOfFile(uri);
  return path === undefined ? [] : [path.replace(/(?<=.)\/+$/, '')];
}
