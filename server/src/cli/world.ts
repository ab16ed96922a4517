/** What a command may use of the process; tests supply their own. */

import type { Attention } from '../workspace/attention.ts';

export interface Output {
  readonly write: (text: string) => void;
  readonly isTerminal: boolean;
  /** Characters of a line. */
  readonly columns: number;
}

/** The surroundings of a command. */
export interface World {
  /** Absolute, links resolved, in the system's spelling. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** For findings. */
  readonly out: Output;
  /** For all else. */
  readonly err: Output;
  /** The whole standard input. */
  readonly input: () => Promise<Buffer>;
  /** The package's folder with `docs/rules` and `dist`. */
  readonly home: string;
  /** Where Linux lists processes and sockets: `/proc`. */
  readonly proc: string;
  /** Gets findings early, for a run that does not finish. */
  readonly known: (text: string) => void;
  readonly serve: () => void;
  readonly attention: Attention;
  /** Monotonic, in milliseconds. */
  readonly now: () => number;
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
