/**
 * The interface of the review. `Shown` are findings and `Told` are machines in the client's form.
 * Why: docs/decisions/diagnostics.md
 */
import type { UnreadFiles } from './unread-memory.ts';

/** What is shown of a file that is not open. */
export interface ShownFile<Shown> {
  /** Changes when the findings do. */
  readonly resultId: string;
  readonly findings: () => readonly Shown[];
}

/** The progress of a review. */
export interface ReviewState {
  readonly isRunning: boolean;
  readonly isComplete: boolean;
  /** The number of files after which the walk stopped; undefined if it did not. */
  readonly limit: number | undefined;
  readonly done: number;
  readonly known: number;
}

/** A review of all files of the workspace, while the server runs. */
export interface Review<Told, Shown> {
  /** Looks at all files once. */
  readonly start: () => void;
  /**
   * Keeps machines from now on, which takes a tenth of a review's time. Looks at all files again if they were looked at
   * without. Resolves when that is done.
   */
  readonly keepMachines: () => Promise<void>;
  /** Starts, or goes on after a cancel; looks again at all files if the client does not report changes. */
  readonly resume: () => void;
  /** Whether the review shows the findings of a file. */
  readonly covers: (path: string) => boolean;
  readonly state: () => ReviewState;
  /** Resolves when all changes known by now were looked at. */
  readonly settled: () => Promise<void>;
  /** What is shown of a file; undefined if nothing, or if it is open. */
  readonly shown: (path: string) => ShownFile<Shown> | undefined;
  /** The closed files with findings. */
  readonly paths: () => readonly string[];
  /** The closed files with machines, sorted. */
  readonly files: () => readonly string[];
  readonly machines: (path: string) => readonly Told[];
  /** Files in languages that are not read, and those not followed. */
  readonly unread: () => UnreadFiles;
  readonly changed: (paths: readonly string[]) => void;
  /** A document was opened, changed or closed. */
  readonly documentChanged: (path: string) => void;
  /** All files must be looked at again. */
  readonly renew: () => void;
  /** Ends a look at all files early. */
  readonly cancel: () => void;
  readonly stop: () => void;
}
