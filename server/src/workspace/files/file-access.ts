/** Access to a workspace's files, on disk or through the editor. */

export type ReadResult =
  /** `path` has no links. */
  | { readonly kind: 'text'; readonly path: string; readonly text: string; readonly stamp: string }
  | { readonly kind: 'absent' }
  /** Shown to the user: `it is a FIFO`. */
  | { readonly kind: 'refused'; readonly reason: string };

/** `other`: a link or device. */
export interface FolderEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'other';
}

/** Access to files in workspace folders. */
export interface FileAccess {
  /** Absolute, with `/`, none at the end. */
  readonly folders: () => readonly string[];
  /** Whether a path is in a folder; others count as absent. */
  readonly contains: (path: string) => boolean;
  /** Refuses longer files. Never rejects. */
  readonly read: (path: string, maxBytes: number) => Promise<ReadResult>;
  /** A text that changes with the file; undefined if unreadable. Never rejects. */
  readonly stamp: (path: string) => Promise<string | undefined>;
  /** Lists a folder; empty if unreadable. Never rejects. */
  readonly visit: (folder: string) => Promise<FolderVisit>;
}

/** A folder whose links are resolved. */
export interface FolderVisit {
  /** Sorted by name. */
  readonly entries: readonly FolderEntry[];
  /** Why it is not listed, for the user. */
  readonly refused?: string;
  /** Enters a subfolder. Never rejects. */
  readonly enter: (name: string) => Promise<FolderVisit>;
  /** Reads a file as Latin-1 if `isWanted` accepts its beginning. Never rejects. */
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
