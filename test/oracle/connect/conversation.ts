/** What a worker is told to try, and what came of it. */

export interface Order {
  /** A script that starts QEMU, in a directory of its own in which credentials lie in `pki` and `psk`. */
  readonly script: string;
  /** The command by which a person connects. */
  readonly command: string;
  /** Whether it has to run before QEMU. */
  readonly listens: boolean;
  readonly mode: 'hmp' | 'qmp';
  /** Whether Ctrl-] leaves it. */
  readonly isLeft: boolean;
  /** Files by their paths in that directory. */
  readonly files: Readonly<Record<string, string>>;
}

export interface Outcome {
  /** Whether the monitor has answered the question. */
  readonly answered: boolean;
  /** The status with which the command ended after Ctrl-]; undefined if Ctrl-] was not sent. */
  readonly status: number | undefined;
  /** All that the command printed, for a person who looks into it. */
  readonly output: string;
}
