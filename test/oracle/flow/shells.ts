/**
 * Runs scripts in real shells, many at a time, in a private temporary folder. A stub named like QEMU is
 * the only program of its name on PATH; it writes down its arguments.
 */
import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { STAND_INS } from './carriers.ts';
import { PROGRAM } from './program.ts';

/** What a script finds when it starts. */
export interface Inputs {
  readonly env: Readonly<Record<string, string>>;
  readonly args: readonly string[];
  readonly stdin: string;
  /** With what status the QEMU ends that it starts. */
  readonly status: number;
}

/** The shells that are asked, and how each is started. */
export const SHELLS = {
  bash: ['bash'],
  dash: ['dash'],
  // Without the files that it reads when it starts.
  zsh: ['zsh', '-f'],
  ksh: ['ksh'],
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
 * Writes how many arguments there are and then each, all ended by a NUL, with a single write, so that
 * jobs in the background do not mix theirs.
 */
const STUB = '#!/bin/sh\nprintf "%s\\0" "$#" "$@" >> "$GUARD_RECORD"\nexit "$GUARD_STATUS"\n';

export function openShells(): Shells {
  const folder = mkdtempSync(join(tmpdir(), 'monitor-guard-flow-'));
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  const add = (name: string, script: string): void => {
    writeFileSync(join(bin, name), script);
    chmodSync(join(bin, name), 0o755);
  };
  add(PROGRAM, STUB);
  for (const [name, lines] of Object.entries(STAND_INS)) add(name, `#!/bin/sh\n${lines}\n`);
  let batches = 0;
  return {
    run: async (jobs) => {
      const batch = join(folder, String(batches++));
      mkdirSync(batch);
      const lines = jobs.map((job, index) => prepare(job, batch, index));
      const driver = join(batch, 'driver.sh');
      writeFileSync(driver, lines.join('\n'));
      await finished(driver, bin);
      const recordings = jobs.map((_, index) => read(join(batch, String(index))));
      rmSync(batch, { recursive: true, force: true });
      return recordings;
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
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
    GUARD_RECORD: join(folder, 'record'),
    GUARD_STATUS: String(inputs.status),
  };
  const variables = Object.entries(env).map(([name, value]) => `${name}=${inSingleQuotes(value)}`);
  const args = inputs.args.map(inSingleQuotes);
  const run = [...variables, 'timeout', TIMEOUT, ...SHELLS[shell], '../script.sh', ...args].join(
    ' ',
  );
  return `cd ${inSingleQuotes(join(folder, 'work'))} && { ${run} <../stdin >../stdout 2>../stderr; echo $? >../status; }`;
}

function inSingleQuotes(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function finished(driver: string, bin: string): Promise<void> {
  // A home that is nobody's, and no other variable of whoever runs the tests.
  const env = { PATH: `${bin}:/usr/bin:/bin`, HOME: '/home/guard', LC_ALL: 'C.UTF-8' };
  return new Promise((resolve, reject) => {
    execFile('sh', [driver], { env }, (error) => (error === null ? resolve() : reject(error)));
  });
}

function read(folder: string): Recording {
  const status = Number(contentOf(join(folder, 'status')));
  return {
    commands: commandsIn(contentOf(join(folder, 'record'))),
    complaints: contentOf(join(folder, 'stderr')),
    output: contentOf(join(folder, 'stdout')),
    // The status with which `timeout` says that it had to stop the script.
    ended: status !== 124,
  };
}

function contentOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // Nothing was written.
    return '';
  }
}

function commandsIn(record: string): readonly (readonly string[])[] {
  const words = record.split('\0');
  const commands: string[][] = [];
  for (let at = 0; at < words.length - 1; ) {
    const count = Number(words[at]);
    commands.push(words.slice(at + 1, at + 1 + count));
    at += 1 + count;
  }
  return commands;
}
