/**
 * What others have from the review of a workspace. Machines and findings are in the form of whoever shows them: `Told`
 * and `Shown`.
 * Why: docs/decisions/diagnostics.md
 */
import type { FileSymbol } from './file-symbols.ts';
import type { UnreadFiles } from './unread-memory.ts';

/** What there is to show about a file that is not open. */
export interface ShownFile<Shown> {
  /** Names what is shown: another id, other diagnostics. */
  readonly resultId: string;
  readonly findings: () => readonly Shown[];
}

/** How far a review has come. */
export interface ReviewState {
  /** Whether all files are being looked at just now. */
  readonly isRunning: boolean;
  /** Whether all files of the workspace were looked at. */
  readonly isComplete: boolean;
  /** The number of files after which it stopped; undefined where there were not as many. */
  readonly limit: number | undefined;
  readonly done: number;
  readonly known: number;
}

/** A review of all files of the workspace, which goes on for as long as the server runs. */
export interface Review<Told, Shown> {
  /** Looks at all files if that has not been done yet. */
  readonly start: () => void;
  /**
   * Has from now on what is made of machines, which takes a tenth of the time of a review and which most clients never ask
   * for. Where all files were looked at without, they are once more, and then it resolves.
   */
  readonly keepMachines: () => Promise<void>;
  /**
   * The same for somebody who wants to see all of it now: what was left undone is done, and where nobody tells of files
   * that change all are looked at anew.
   */
  readonly resume: () => void;
  /** Whether what there is to show about a file is told by the review, also that it is nothing. */
  readonly covers: (path: string) => boolean;
  readonly state: () => ReviewState;
  /** Resolves when all that is known by now to have changed was looked at. */
  readonly settled: () => Promise<void>;
  /** What there is to show about a file; undefined where that is nothing, or its document is open. */
  readonly shown: (path: string) => ShownFile<Shown> | undefined;
  /** The files that are not open and about which there is something to show. */
  readonly paths: () => readonly string[];
  /** The files that are not open and have machines, in the order of their paths. */
  readonly files: () => readonly string[];
  /** What was made of the machines of a file that is not open. */
  readonly machines: (path: string) => readonly Told[];
  /** What there is to say of files in languages that are not read. */
  readonly unread: () => UnreadFiles;
  /** What somebody may look for by name in a file that is not open. */
  readonly symbols: (path: string) => readonly FileSymbol[];
  /** Told of files that changed on the disk. */
  readonly changed: (paths: readonly string[]) => void;
  /** Told of a document that was opened, changed in an editor or closed. */
  readonly documentChanged: (path: string) => void;
  /** Told that whatever was looked at may have to be looked at again. */
  readonly renew: () => void;
  /** Leaves what is not looked at yet as it is. */
  readonly cancel: () => void;
  /** Ends for good. */
  readonly stop: () => void;
}
