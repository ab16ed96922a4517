/**
 * The review's interface. `Shown` and `Told`: findings and machines as clients see them. Why:
 * docs/decisions/diagnostics.md
 */
import type { FileSymbol } from './file-symbols.ts';
import type { UnreadFiles } from './unread-memory.ts';

/** The findings of a closed file. */
export interface ShownFile<Shown> {
  /** An id that changes with the findings. */
  readonly resultId: string;
  readonly findings: () => readonly Shown[];
}

/** The progress of a review. */
export interface ReviewState {
  readonly isRunning: boolean;
  readonly isComplete: boolean;
  /** Where the walk stopped; undefined if it did not. */
  readonly limit: number | undefined;
  readonly done: number;
  readonly known: number;
}

/** A review of the workspace while the server runs. */
export interface Review<Told, Shown> {
  /** Reviews all files once. */
  readonly start: () => void;
  /** Keeps machines; reviews all files again if there are none. Resolves at the end. */
  readonly keepMachines: () => Promise<void>;
  /** Starts, or continues after a cancel. */
  readonly resume: () => void;
  /** Whether the review shows this file's findings. */
  readonly covers: (path: string) => boolean;
  readonly state: () => ReviewState;
  /** Resolves when all known changes are reviewed. */
  readonly settled: () => Promise<void>;
  /** The findings to show of a file; undefined for open files and for those without findings. */
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
  /** A document was opened, changed or closed. */
  readonly documentChanged: (path: string) => void;
  /** Starts a new review of all files. */
  readonly renew: () => void;
  /** Ends a review of all files early. */
  readonly cancel: () => void;
  readonly stop: () => void;
}
