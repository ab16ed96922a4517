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
  /** How many monitors run at once: none is told to quit before all have spoken. */
  readonly atOnce: number;
  /** The paths at which QEMU, as a client, must find a listener. */
  readonly peers: readonly string[];
}

/** Who runs a document, and what the environment says; nothing else is in it but a path to find programs. */
export interface Surroundings {
  readonly uid: number;
  /** `XDG_RUNTIME_DIR` and `HOME`, where they are set. */
  readonly runtime?: string;
  readonly home?: string;
  /** Whether the folder belongs to another user, so that no file can be made in it. */
  readonly foreignFolder?: true;
  /** Whether root runs it through `sudo -u`, which makes the environment anew. */
  readonly bySudo?: true;
}

/** A user id that no other user has, and its name for `sudo`. */
export const USER = { uid: 1000, name: 'guard' } as const;

const HOME = '/run/home/guard';

/** All of them but the first have what cron, `su`, a container or a Mac lack: no runtime directory. */
export const ENVIRONMENTS = {
  user: { uid: USER.uid, runtime: '/run/user/1000', home: HOME },
  'user-with-blank': { uid: USER.uid, runtime: '/run/user/of tests', home: HOME },
  'no-session': { uid: USER.uid, home: HOME },
  'foreign-folder': { uid: USER.uid, home: HOME, foreignFolder: true },
  sudo: { uid: USER.uid, home: HOME, bySudo: true },
  root: { uid: 0, home: '/run/home/root' },
  /** Under `set -u` nothing may be expanded that is not set. */
  'without-home': { uid: 0 },
} as const satisfies Readonly<Record<string, Surroundings>>;

export type Environment = keyof typeof ENVIRONMENTS;

/** Those of people who run what is theirs, in a folder of their own. */
export const SESSIONS = [
  'user',
  'user-with-blank',
  'no-session',
  'root',
] as const satisfies readonly Environment[];

/** Where sockets belong by default. */
export function userDirectory(environment: Environment): string {
  const { runtime, home }: Surroundings = ENVIRONMENTS[environment];
  return runtime ?? home ?? '/run';
}

/** Where libvirt keeps the sockets of its machines. */
export const LIBVIRT_DIRECTORY = '/var/lib/libvirt/qemu';

export interface Outcome {
  /** The arguments of each QEMU that was started, in order, without those that the proof adds. */
  readonly argv: readonly (readonly string[])[];
  /** The network sockets that listen, such as `tcp 0.0.0.0 4444`, each once. */
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
