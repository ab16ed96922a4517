/** How the files of a workspace are reached: the disk is one way, an editor that is asked for them another. */

export type ReadResult =
  /** `path` is the file's own one, which differs from the asked one behind a symbolic link. */
  | { readonly kind: 'text'; readonly path: string; readonly text: string; readonly stamp: string }
  | { readonly kind: 'absent' }
  /** Something is there that is not read; the reason is for people: `it is a FIFO`. */
  | { readonly kind: 'refused'; readonly reason: string };

/** An entry of a folder. Links are neither: what they lead to has an entry of its own, or is outside. */
export interface FolderEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder';
}

/** Files and folders of the workspace, and nothing else: what lies outside is as if it were not there. */
export interface FileAccess {
  /** The folders that may be read, absolute, with `/` and none at the end. */
  readonly folders: () => readonly string[];
  /** The text of a file of at most so many bytes. Never rejects. */
  readonly read: (path: string, maxBytes: number) => Promise<ReadResult>;
  /** Changes when the file does; undefined where there is none to read. Never rejects. */
  readonly stamp: (path: string) => Promise<string | undefined>;
  /** What is in a folder, and the way to the contents of its files; nothing where it cannot be read. Never rejects. */
  readonly visit: (folder: string) => Promise<FolderVisit>;
}

/** A folder that is gone through: where it leads was decided once for all that is in it. */
export interface FolderVisit {
  /** In the order of names. */
  readonly entries: readonly FolderEntry[];
  /** Why it cannot be listed; the reason is for people. */
  readonly refused?: string;
  /** Goes into a folder of the folder. Never rejects. */
  readonly enter: (name: string) => Promise<FolderVisit>;
  /**
   * The text of a file of the folder, if `isWanted` says so of its beginning and of all of it: its bytes, each
   * taken as a character, which costs less than reading it as UTF-8. Never rejects.
   */
  readonly read: (
    name: string,
    maxBytes: number,
    isWanted: (beginning: string, isAll: boolean) => boolean,
  ) => Promise<VisitResult>;
}

/** What became of a file that was read if somebody wants it, by its beginning. */
export type VisitResult =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'unwanted' }
  | Exclude<ReadResult, { kind: 'text' }>;
