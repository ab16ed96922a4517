/**
 * Python as an oracle: runs programs with a stub named like QEMU, the first of that name on PATH, which writes down its
 * arguments.
 * Why: docs/decisions/python.md
 */
import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lowerPython } from '../../../server/src/invocation/from-python.ts';
import { readPython } from '../../../server/src/syntax/python/reader.ts';
import { randomFor } from '../../support/random.ts';
import { type Oracle, readingBy } from '../flow/judge.ts';
import type { Recording } from '../flow/shells.ts';
import { commandsIn, contentOf, openStub } from '../stub.ts';
import { FLAGS, generateProgram } from './generate.ts';

interface PythonCase {
  readonly text: string;
  /** Never, since a program may read itself, import itself and call what nothing here calls. */
  readonly straight: false;
  /** The flags of each run. */
  readonly runs: readonly (readonly string[])[];
}

interface Job {
  readonly text: string;
  readonly flags: readonly string[];
}

interface Pythons {
  readonly run: (jobs: readonly Job[]) => readonly Recording[];
  readonly close: () => void;
}

/** A folder with the stub; undefined where there is no Python. */
export function openPython(): Pythons | undefined {
  try {
    execFileSync('python3', ['--version'], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  const stub = openStub();
  return {
    run: (jobs) => {
      const batch = stub.newBatch();
      writeFileSync(join(batch, 'jobs.json'), JSON.stringify(jobs));
      const { env } = stub;
      execFileSync('python3', [join(import.meta.dirname, 'driver.py'), batch], { env, cwd: batch });
      const recordings = jobs.map((_, index) => ({
        commands: commandsIn(join(batch, `${index}.record`)),
        complaints: contentOf(join(batch, `${index}.log`)),
        output: '',
        ended: true,
      }));
      rmSync(batch, { recursive: true, force: true });
      return recordings;
    },
    close: stub.close,
  };
}

/** A program with all ways to set its flags. */
export function pythonCase(text: string, isStraight: boolean): PythonCase {
  const runs = Array.from({ length: isStraight ? 1 : 2 ** FLAGS }, (_, way) =>
    Array.from({ length: FLAGS }, (_unused, flag) => String((way >> flag) & 1)),
  );
  return { text, straight: false, runs };
}

export function pythonOracle(python: Pythons): Oracle<PythonCase> {
  return {
    run: (jobs) =>
      Promise.resolve(
        python.run(jobs.map(({ one, text, run }) => ({ text, flags: one.runs[run] ?? [] }))),
      ),
    textOf: ({ text }) => text,
    readingOf: readingBy((text) => lowerPython(readPython(text), text)),
    generate: (seed, index) => {
      const { text, isStraight } = generateProgram(randomFor(seed, index));
      return pythonCase(text, isStraight);
    },
    smaller: withoutLines,
    batch: 50,
    slots: 1,
  };
}

/** Programs with a line less. */
function* withoutLines(whole: PythonCase): Iterable<PythonCase> {
  const lines = whole.text.split('\n');
  for (const at of lines.keys()) yield { ...whole, text: lines.toSpliced(at, 1).join('\n') };
}
