/** Access to a workspace's files, on disk or through the editor. */

export type ReadResult =
  /** `path` is without links. */
  | { readonly kind: 'text'; readonly path: string; readonly text: string; readonly stamp: string }
  | { readonly kind: 'absent' }
  /** Exists but is not read; the reason is shown: `it is a FIFO`. */
  | { readonly kind: 'refused'; readonly reason: string };

/** Symbolic links are omitted. */
export interface FolderEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder';
}

/** Files outside of workspace folders count as absent. */
export interface FileAccess {
  /** Absolute, with `/`, none at the end. */
  readonly folders: () => readonly string[];
  /** Refused if longer. Never rejects. */
  readonly read: (path: string, maxBytes: number) => Promise<ReadResult>;
  /** Changes with the file; undefined if unreadable. Never rejects. */
  readonly stamp: (path: string) => Promise<string | undefined>;
  /** Empty if unreadable. Never rejects. */
  readonly visit: (folder: string) => Promise<FolderVisit>;
}

/** A resolved folder. */
export interface FolderVisit {
  /** By name. */
  readonly entries: readonly FolderEntry[];
  /** Why it is not listed, for the user. */
  readonly refused?: string;
  /** Never rejects. */
  readonly enter: (name: string) => Promise<FolderVisit>;
  /** Read if `isWanted` accepts its beginning, then all of it, as Latin-1. Never rejects. */
  readonly read: (
    name: string,
    maxBytes: number,
    isWanted: (beginning: string, isAll: boolean) => boolean,
  ) => Promise<VisitResult>;
}

/** For a file that may be unwanted. */
export type VisitResult =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'unwanted' }
  | Exclude<ReadResult, { kind: 'text' }>;
