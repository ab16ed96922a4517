/** What a server needs from Node or a web worker. */
import type { FileAccess } from '../workspace/files/file-access.ts';
import type { LookingAt } from '../workspace/supervision.ts';

export interface Platform {
  /** Files on disk below folders, which may change; undefined without a disk. */
  readonly disk: ((folders: () => readonly string[]) => FileAccess) | undefined;
  readonly tell: (message: LookingAt) => void;
  readonly turn: () => Promise<void>;
  readonly collect: () => void;
  readonly later: (milliseconds: number, work: () => void) => () => void;
}
