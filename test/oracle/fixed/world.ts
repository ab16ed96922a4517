/**
 * What a slot of the proof is told and what it answers. Plain data: it crosses from the process that asks
 * to the one that runs the documents.
 */

/** Files and a command to run among them. */
export interface Order {
  /**
   * `record` starts no QEMU and only writes down how it would be started; `expose` waits until each has
   * started, says where the network reaches it, and ends it; `answer` speaks to each monitor and has it
   * quit by itself.
   */
  readonly kind: 'record' | 'expose' | 'answer';
  /** By name, in the fresh directory in which the command runs. */
  readonly files: Readonly<Record<string, string>>;
  readonly command: readonly [program: string, ...words: string[]];
  readonly environment: Environment;
  /** `pc` where a front end needs a machine, as a debug port does. */
  readonly machine: 'none' | 'pc';
  /** Whether a monitor may stand behind another front end of a mux. */
  readonly mux: boolean;
  /** How many monitors run at once: nobody is told to quit before all of them have spoken. */
  readonly atOnce: number;
  /** The paths where QEMU, as a client, must find somebody who listens. */
  readonly peers: readonly string[];
}

/** An ordinary user has a runtime directory; root often has none. */
export type Environment = 'user' | 'user-with-blank' | 'root';

/** The runtime directory of each; undefined where the variable is not set. */
export const RUNTIME_DIRECTORIES: Readonly<Record<Environment, string | undefined>> = {
  user: '/run/user/1000',
  'user-with-blank': '/run/user/of tests',
  root: undefined,
};

/** Where libvirt keeps the sockets of its machines. */
export const LIBVIRT_DIRECTORY = '/var/lib/libvirt/qemu';

export interface Outcome {
  /** The arguments of each QEMU that was started, in order, without those that the proof adds. */
  readonly argv: readonly (readonly string[])[];
  /** The network sockets that hear somebody, such as `tcp 0.0.0.0 4444`, each once. */
  readonly network: readonly string[];
  /** The monitors that answered, in the order of their paths. */
  readonly answers: readonly Answer[];
  /** What the command and its QEMUs said on stderr. */
  readonly stderr: string;
  /** False where something did not come to its end in time. */
  readonly ended: boolean;
}

export interface Answer {
  readonly path: string;
  readonly mode: 'HMP' | 'QMP' | 'nothing';
  /** What became of another user's attempt to connect; `untried` where we cannot become one. */
  readonly stranger: 'refused' | 'connected' | 'untried';
}

export type Report =
  | { readonly kind: 'outcome'; readonly outcome: Outcome }
  | { readonly kind: 'failure'; readonly message: string };
