/** What a command has around it. Tests hand in one of their own; `main.ts` has that of the process. */

import type { Attention } from '../workspace/attention.ts';

export interface Output {
  readonly write: (text: string) => void;
  readonly isTerminal: boolean;
  /** How many characters a line has. */
  readonly columns: number;
}

/** All that the command line has to do with outside of itself, so that tests can be a world. */
export interface World {
  /** The current folder, absolute, without links, as the system writes it. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Findings go here. */
  readonly out: Output;
  /** Everything else does. */
  readonly err: Output;
  /** All of the standard input. */
  readonly input: () => Promise<Buffer>;
  /** The folder of the package, which has `docs/rules` and `dist` in it. */
  readonly home: string;
  /** Where the system tells of processes, and of the sockets of the network. */
  readonly proc: string;
  /** Gets findings as they are known, which are printed if the work does not come to its end. */
  readonly known: (text: string) => void;
  /** Becomes the language server. */
  readonly serve: () => void;
  /** Tells the supervisor at which file the work is. */
  readonly attention: Attention;
  /** Milliseconds since whenever. */
  readonly now: () => number;
  /** Whether somebody has pressed Ctrl+C. */
  readonly isInterrupted: () => boolean;
}

/** What a command ends with. */
export const EXIT = { fine: 0, found: 1, failed: 2, interrupted: 130 } as const;

/** An error of whoever wrote the command line, or of what it names. */
export interface UsageError {
  readonly kind: 'usage';
  readonly message: string;
}

/** A mistake on the command line: `message` is a sentence without a full stop. */
export function usageError(message: string): UsageError {
  return { kind: 'usage', message };
}
