/** The review's interface. `Shown` and `Told`: findings and machines as clients see them. */
import type { FileSymbol } from './file-symbols.ts';
import type { UnreadFiles } from './unread-memory.ts';

/** The findings of a closed file. */
export interface ShownFile<Shown> {
  /** Changes with the findings. */
  readonly resultId: string;
  readonly findings: () => readonly Shown[];
}

/** The progress of a review. */
export interface ReviewState {
  readonly isRunning: boolean;
  readonly isComplete: boolean;
  /** The number of files at which the walk stopped, if it did. */
  readonly limit: number | undefined;
  readonly done: number;
  readonly known: number;
}

/** A review of the workspace while the server runs. */
export interface Review<Told, Shown> {
  readonly start: () => void;
  /** Keeps machines from now on; reviews all files again if it has none. Resolves at the end. */
  readonly keepMachines: () => Promise<void>;
  readonly resume: () => void;
  readonly covers: (path: string) => boolean;
  readonly state: () => ReviewState;
  readonly settled: () => Promise<void>;
  /** What to show of a file; undefined for open files and without findings. */
  readonly shown: (path: string) => ShownFile<Shown> | undefined;
  readonly paths: () => readonly string[];
  /** Sorted closed files with machines. */
  readonly files: () => readonly string[];
  readonly machines: (path: string) => readonly Told[];
  readonly unread: () => UnreadFiles;
  readonly symbols: (path: string) => readonly FileSymbol[];
  readonly changed: (paths: readonly string[]) => void;
  readonly documentChanged: (path: string) => void;
  readonly renew: () => void;
  readonly cancel: () => void;
  readonly stop: () => void;
}
