/**
 * Runs Makefiles in a real make, many at a time, in a private temporary folder and a namespace without a network. A stub
 * named like QEMU is the only program of its name on PATH; it writes down its arguments.
 */
import { execFile, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROGRAM } from '../flow/program.ts';
import type { Recording } from '../flow/shells.ts';

/** One Makefile, asked for some targets. */
export interface MakeJob {
  readonly text: string;
  readonly targets: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
  /** Files beside it, by their names. */
  readonly files?: Readonly<Record<string, string>>;
}

export interface Makes {
  readonly run: (jobs: readonly MakeJob[]) => Promise<readonly Recording[]>;
  readonly close: () => void;
}

/** Writes how many arguments there are and then each, all ended by a NUL. */
const STUB = '#!/bin/sh\nprintf "%s\\0" "$#" "$@" >> "$GUARD_RECORD"\n';

/** What makes a namespace without a network, where that is allowed. */
const NAMESPACE = ['--net', '--map-root-user'];

export function openMakes(): Makes {
  const folder = mkdtempSync(join(tmpdir(), 'monitor-guard-make-'));
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, PROGRAM), STUB);
  chmodSync(join(bin, PROGRAM), 0o755);
  const isApart = spawnSync('unshare', [...NAMESPACE, 'true']).status === 0;
  let batches = 0;
  return {
    run: async (jobs) => {
      const batch = join(folder, String(batches++));
      mkdirSync(batch);
      const driver = join(batch, 'driver.sh');
      const lines = jobs.map((job, index) => prepare(job, join(batch, String(index))));
      writeFileSync(driver, lines.join('\n'));
      const env = { PATH: `${bin}:/usr/bin:/bin`, HOME: '/home/guard', LC_ALL: 'C.UTF-8' };
      const [program = '', ...args] = [...(isApart ? ['unshare', ...NAMESPACE] : []), 'sh', driver];
      await new Promise<void>((resolve, reject) => {
        execFile(program, args, { env }, (error) => (error === null ? resolve() : reject(error)));
      });
      const recordings = jobs.map((_, index) => read(join(batch, String(index))));
      rmSync(batch, { recursive: true, force: true });
      return recordings;
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Lays out the files of a job and answers the lines that run it, a make for each target. */
function prepare({ text, targets, variables, files = {} }: MakeJob, folder: string): string {
  mkdirSync(join(folder, 'work'), { recursive: true });
  writeFileSync(join(folder, 'work', 'Makefile'), text);
  for (const [name, content] of Object.entries(files))
    writeFileSync(join(folder, 'work', name), content);
  const said = Object.entries(variables).map(([name, value]) => inSingleQuotes(`${name}=${value}`));
  const lines = targets.map((target) => {
    const words = [
      'timeout',
      '10',
      'make',
      '--no-print-directory',
      '-k',
      ...said,
      inSingleQuotes(target),
    ];
    return `${words.join(' ')} </dev/null >>../stdout 2>>../stderr; test $? = 124 && touch ../stopped`;
  });
  const record = `GUARD_RECORD=${inSingleQuotes(join(folder, 'record'))}; export GUARD_RECORD`;
  return [`cd ${inSingleQuotes(join(folder, 'work'))}; ${record}`, ...lines, 'true'].join('\n');
}

function inSingleQuotes(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function read(folder: string): Recording {
  return {
    commands: commandsIn(contentOf(join(folder, 'record'))),
    complaints: contentOf(join(folder, 'stderr')),
    output: contentOf(join(folder, 'stdout')),
    ended: contentOf(join(folder, 'stopped'), 'no') === 'no',
  };
}

function contentOf(path: string, otherwise = ''): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // Nothing was written.
    return otherwise;
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
