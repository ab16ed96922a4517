/** Runs Makefiles in a real make, many at a time and without a network, with a stub that writes down its arguments. */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inSingleQuotes } from '../../support/quoting.ts';
import type { Recording } from '../flow/shells.ts';
import { canShutIn, NAMESPACES } from '../namespaces.ts';
import { commandsIn, contentOf, openStub, RECORD } from '../stub.ts';

/** One Makefile, asked for some targets. */
interface MakeJob {
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

export function openMakes(): Makes {
  const stub = openStub();
  const isApart = canShutIn();
  return {
    run: async (jobs) => {
      const batch = stub.newBatch();
      const driver = join(batch, 'driver.sh');
      const lines = jobs.map((job, index) => prepare(job, join(batch, String(index))));
      writeFileSync(driver, lines.join('\n'));
      const { env } = stub;
      const [program = '', ...args] = [
        ...(isApart ? ['unshare', ...NAMESPACES] : []),
        'sh',
        driver,
      ];
      await new Promise<void>((resolve, reject) => {
        execFile(program, args, { env }, (error) => (error === null ? resolve() : reject(error)));
      });
      const recordings = jobs.map((_, index) => read(join(batch, String(index))));
      rmSync(batch, { recursive: true, force: true });
      return recordings;
    },
    close: stub.close,
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
  const record = `${RECORD}=${inSingleQuotes(join(folder, 'record'))}; export ${RECORD}`;
  return [`cd ${inSingleQuotes(join(folder, 'work'))}; ${record}`, ...lines, 'true'].join('\n');
}

function read(folder: string): Recording {
  return {
    commands: commandsIn(join(folder, 'record')),
    complaints: contentOf(join(folder, 'stderr')),
    output: contentOf(join(folder, 'stdout')),
    ended: !existsSync(join(folder, 'stopped')),
  };
}
