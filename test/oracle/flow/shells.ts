/** Runs scripts in real shells, many at a time, with a stub that writes down its arguments. */
import { execFile } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inSingleQuotes } from '../../support/quoting.ts';
import { NAMESPACES } from '../namespaces.ts';
import { commandsIn, contentOf, openStub, RECORD, STATUS, type StubFolder } from '../stub.ts';
import { STAND_INS } from './carriers.ts';

/** What a script finds when it starts. */
export interface Inputs {
  readonly env: Readonly<Record<string, string>>;
  readonly args: readonly string[];
  readonly stdin: string;
  /** With what status the QEMU ends that it starts. */
  readonly status: number;
}

/** The shells that are asked, and how each is started. */
const SHELLS = {
  bash: ['bash'],
  dash: ['dash'],
  // Without the files that it reads when it starts.
  zsh: ['zsh', '-f'],
  ksh: ['ksh'],
  ash: ['busybox', 'ash'],
} as const;

export type ShellName = keyof typeof SHELLS;

export function isShellName(name: string): name is ShellName {
  return Object.hasOwn(SHELLS, name);
}

/** One script with inputs. */
export interface Job {
  readonly script: string;
  readonly shell: ShellName;
  readonly inputs: Inputs;
}

export interface Recording {
  /** The arguments of each QEMU that was started, in the order in which they were. */
  readonly commands: readonly (readonly string[])[];
  /** What the shell complained about; empty where it did not. */
  readonly complaints: string;
  /** What the script wrote to its output, complaints among it after `2>&1`. */
  readonly output: string;
  /** False for a script that had to be stopped. */
  readonly ended: boolean;
}

export interface Shells {
  /** Runs the jobs one after the other and answers in their order. */
  readonly run: (jobs: readonly Job[]) => Promise<readonly Recording[]>;
  readonly close: () => void;
}

/** Seconds for one script. */
const TIMEOUT = 10;

/**
 * For scripts of others: no network, their own processes, and all files read-only but those of the batch. Needs root or
 * namespaces for everybody.
 */
const CONFINED = `set -e
mount --make-rprivate /
mount --bind "$2" "$2"
mount -o remount,bind,ro=recursive /
mount -o remount,bind,rw "$2"
exec sh "$1"
`;

/** With `isConfined`, no script can change anything outside of its folder. */
export function openShells(isConfined = false): Shells {
  const stub = openStub(STAND_INS);
  return {
    run: async (jobs) => {
      const batch = stub.newBatch();
      const lines = jobs.map((job, index) => prepare(job, batch, index));
      const driver = join(batch, 'driver.sh');
      writeFileSync(driver, lines.join('\n'));
      const run = ['sh', driver];
      const confined = ['unshare', ...NAMESPACES, 'sh', '-c', CONFINED, 'sh', driver, batch];
      await finished(isConfined ? confined : run, stub.env);
      const recordings = jobs.map((_, index) => read(join(batch, String(index))));
      rmSync(batch, { recursive: true, force: true });
      return recordings;
    },
    close: stub.close,
  };
}

/** Lays out the files of a job and answers the line that runs it. */
function prepare({ script, shell, inputs }: Job, batch: string, index: number): string {
  const folder = join(batch, String(index));
  mkdirSync(join(folder, 'work'), { recursive: true });
  writeFileSync(join(folder, 'script.sh'), script);
  writeFileSync(join(folder, 'stdin'), inputs.stdin);
  const env = {
    ...inputs.env,
    [RECORD]: join(folder, 'record'),
    [STATUS]: String(inputs.status),
  };
  const variables = Object.entries(env).map(([name, value]) => `${name}=${inSingleQuotes(value)}`);
  const args = inputs.args.map(inSingleQuotes);
  const run = [...variables, 'timeout', TIMEOUT, ...SHELLS[shell], '../script.sh', ...args].join(
    ' ',
  );
  return `cd ${inSingleQuotes(join(folder, 'work'))} && { ${run} <../stdin >../stdout 2>../stderr; echo $? >../status; }`;
}

function finished(
  [program = '', ...args]: readonly string[],
  env: StubFolder['env'],
): Promise<void> {
  return new Promise((resolve, reject) => {
    execFile(program, args, { env }, (error) => (error === null ? resolve() : reject(error)));
  });
}

function read(folder: string): Recording {
  const status = Number(contentOf(join(folder, 'status')));
  return {
    commands: commandsIn(join(folder, 'record')),
    complaints: contentOf(join(folder, 'stderr')),
    output: contentOf(join(folder, 'stdout')),
    // The status with which `timeout` says that it had to stop the script.
    ended: status !== 124,
  };
}
