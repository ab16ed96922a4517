/**
 * The interface of the review. `Shown` and `Told` are findings and machines in the client's form. Why:
 * docs/decisions/diagnostics.md
 */
import type { FileSymbol } from './file-symbols.ts';
import type { UnreadFiles } from './unread-memory.ts';

/** A closed file. */
export interface ShownFile<Shown> {
  /** Changes with the findings. */
  readonly resultId: string;
  readonly findings: () => readonly Shown[];
}

/** Progress. */
export interface ReviewState {
  readonly isRunning: boolean;
  readonly isComplete: boolean;
  /** Files after which the walk stopped; undefined if it did not. */
  readonly limit: number | undefined;
  readonly done: number;
  readonly known: number;
}

/** Reviews the workspace while the server runs. */
export interface Review<Told, Shown> {
  /** Reviews all files once. */
  readonly start: () => void;
  /**
   * Keeps machines, which takes a tenth of a review's time; reviews all files again if there are none yet.
   * Resolves at the end.
   */
  readonly keepMachines: () => Promise<void>;
  /** Starts, or continues after a cancel; reviews all files again if the client reports no changes. */
  readonly resume: () => void;
  /** The review shows this file's findings. */
  readonly covers: (path: string) => boolean;
  readonly state: () => ReviewState;
  /** Resolves when all known changes are reviewed. */
  readonly settled: () => Promise<void>;
  /** Undefined if nothing, or if open. */
  readonly shown: (path: string) => ShownFile<Shown> | undefined;
  /** Closed files with findings. */
  readonly paths: () => readonly string[];
  /** Closed files with machines, sorted. */
  readonly files: () => readonly string[];
  readonly machines: (path: string) => readonly Told[];
  /** Files in unread languages, and incomplete ones. */
  readonly unread: () => UnreadFiles;
  readonly symbols: (path: string) => readonly FileSymbol[];
  readonly changed: (paths: readonly string[]) => void;
  /** Opened, changed or closed. */
  readonly documentChanged: (path: string) => void;
  /** All files must be reviewed again. */
  readonly renew: () => void;
  /** Ends a review of all files early. */
  readonly cancel: () => void;
  readonly stop: () => void;
}
