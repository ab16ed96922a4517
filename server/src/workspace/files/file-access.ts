/** Access to the files of a workspace, through the disk or through the editor. */

export type ReadResult =
  /** `path` is the path behind symbolic links. */
  | { readonly kind: 'text'; readonly path: string; readonly text: string; readonly stamp: string }
  | { readonly kind: 'absent' }
  /** The file exists but is not read; the reason is shown: `it is a FIFO`. */
  | { readonly kind: 'refused'; readonly reason: string };

/** An entry of a folder. Symbolic links are left out. */
export interface FolderEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder';
}

/** Access to files in the workspace folders; others count as absent. */
export interface FileAccess {
  /** Absolute paths, with `/` and none at the end. */
  readonly folders: () => readonly string[];
  /** The text of a file, if it is not longer. Never rejects. */
  readonly read: (path: string, maxBytes: number) => Promise<ReadResult>;
  /** Changes when the file does; undefined if it cannot be read. Never rejects. */
  readonly stamp: (path: string) => Promise<string | undefined>;
  /** Lists a folder; empty if it cannot be read. Never rejects. */
  readonly visit: (folder: string) => Promise<FolderVisit>;
}

/** A folder, resolved once for all its entries. */
export interface FolderVisit {
  /** In the order of names. */
  readonly entries: readonly FolderEntry[];
  /** Why it cannot be listed, for the user. */
  readonly refused?: string;
  /** Lists a subfolder. Never rejects. */
  readonly enter: (name: string) => Promise<FolderVisit>;
  /** The text of a file, if `isWanted` accepts its beginning, and then all of it, as Latin-1 bytes. Never rejects. */
  readonly read: (
    name: string,
    maxBytes: number,
    isWanted: (beginning: string, isAll: boolean) => boolean,
  ) => Promise<VisitResult>;
}

/** The result for a file that may be unwanted. */
export type VisitResult =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'unwanted' }
  | Exclude<ReadResult, { kind: 'text' }>;
