/** What a command may use of the process; tests supply their own. */

import type { Attention } from '../workspace/attention.ts';

export interface Output {
  readonly write: (text: string) => void;
  readonly isTerminal: boolean;
  /** Width of a line in characters. */
  readonly columns: number;
}

/** The surroundings of a command. */
export interface World {
  /** The current folder: absolute, links resolved, in the system's spelling. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The stream for findings. */
  readonly out: Output;
  /** The stream for everything but findings. */
  readonly err: Output;
  /** Reads the whole standard input. */
  readonly input: () => Promise<Buffer>;
  /** The package's folder, which contains `docs/rules` and `dist`. */
  readonly home: string;
  /** Where Linux lists processes and sockets: `/proc`. */
  readonly proc: string;
  /** Receives findings early; they are printed if the work does not finish. */
  readonly known: (text: string) => void;
  readonly serve: () => void;
  /** Records the file that is being worked on. */
  readonly attention: Attention;
  /** A monotonic clock, in milliseconds. */
  readonly now: () => number;
  /** Whether the user pressed Ctrl+C. */
  readonly isInterrupted: () => boolean;
}

/** Exit codes. */
export const EXIT = { fine: 0, found: 1, failed: 2, interrupted: 130 } as const;

/** A mistake on the command line, or in what it names. */
export interface UsageError {
  readonly kind: 'usage';
  readonly message: string;
}

/** `message` is a sentence without a full stop. */
export function usageError(message: string): UsageError {
  return { kind: 'usage', message };
}
