/**
 * Runs Python programs with a stub named like QEMU, the first of that name on PATH, which writes down its arguments,
 * and compares these with what we read in the programs.
 */
import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lowerPython } from '../../../server/src/invocation/from-python.ts';
import type { ArgvInvocation } from '../../../server/src/invocation/invocation.ts';
import { readPython } from '../../../server/src/syntax/python/reader.ts';
import { randomFor } from '../../support/random.ts';
import { matchArgv } from '../flow/match.ts';
import { commandsIn, contentOf, openStub } from '../stub.ts';
import { FLAGS, generateProgram } from './generate.ts';

export interface Job {
  readonly text: string;
  readonly flags: readonly string[];
}

export interface PythonRun {
  readonly commands: readonly (readonly string[])[];
  readonly complaints: string;
}

export interface Pythons {
  readonly run: (jobs: readonly Job[]) => readonly PythonRun[];
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
      const runs = jobs.map((_, index) => ({
        commands: commandsIn(join(batch, `${index}.record`)),
        complaints: contentOf(join(batch, `${index}.log`)),
      }));
      rmSync(batch, { recursive: true, force: true });
      return runs;
    },
    close: stub.close,
  };
}

/** All ways to set the flags of a program. */
export function flagsOf(isStraight: boolean): readonly (readonly string[])[] {
  const ways = isStraight ? 1 : 2 ** FLAGS;
  return Array.from({ length: ways }, (_, way) => {
    return Array.from({ length: FLAGS }, (_unused, flag) => String((way >> flag) & 1));
  });
}

export interface Compared {
  readonly differences: readonly string[];
  readonly commands: number;
  readonly words: number;
  readonly known: number;
}

/** What we read in a program against what it has started. */
export function compareProgram(text: string, runs: readonly PythonRun[]): Compared {
  const differences: string[] = [];
  const found = lowerPython(readPython(text), text).filter((one) => one.kind === 'argv');
  let [commands, words, known] = [0, 0, 0];
  for (const { commands: started } of runs) {
    for (const argv of started) {
      commands++;
      words += argv.length;
      const matches = found.flatMap((line) => matchArgv(line.words, argv) ?? []);
      const best = Math.max(-1, ...matches.map((match) => match.known));
      if (best === -1) differences.push(`not read: ${JSON.stringify(argv)}`);
      known += Math.max(0, best);
    }
  }
  return { differences: [...differences, ...misplaced(found, text)], commands, words, known };
}

/** Characters that do not stand where we say. */
function misplaced(found: readonly ArgvInvocation[], source: string): readonly string[] {
  return found.flatMap(({ words }) =>
    words.flatMap(({ value }) =>
      value.pieces.flatMap((piece) => {
        if (piece.kind !== 'known' || !piece.verbatim) return [];
        const own = source.slice(piece.at.start, piece.at.end);
        return own === piece.text ? [] : [`${JSON.stringify(piece.text)} stands at ${own}`];
      }),
    ),
  );
}

export interface Disagreement {
  readonly index: number;
  readonly text: string;
  readonly differences: readonly string[];
}

export interface Totals {
  programs: number;
  commands: number;
  words: number;
  known: number;
  readonly disagreements: Disagreement[];
}

/** How many programs are run together. */
const BATCH = 50;

/** Random programs of a seed, until so many disagree. */
export function runPrograms(
  python: Pythons,
  options: {
    readonly seed: number;
    readonly first: number;
    readonly count: number;
    readonly limit: number;
  },
): Totals {
  const { seed, first, count, limit } = options;
  const totals: Totals = { programs: 0, commands: 0, words: 0, known: 0, disagreements: [] };
  for (let start = first; start < first + count; start += BATCH) {
    const indexes = Array.from(
      { length: Math.min(BATCH, first + count - start) },
      (_, index) => start + index,
    );
    const programs = indexes.map((index) => generateProgram(randomFor(seed, index)));
    const jobs = programs.map(({ text, isStraight }) => {
      return flagsOf(isStraight).map((flags) => ({ text, flags }));
    });
    const runs = python.run(jobs.flat());
    let done = 0;
    for (const [at, { text }] of programs.entries()) {
      const own = runs.slice(done, done + (jobs[at]?.length ?? 0));
      done += own.length;
      const compared = compareProgram(text, own);
      totals.programs++;
      totals.commands += compared.commands;
      totals.words += compared.words;
      totals.known += compared.known;
      if (compared.differences.length === 0) continue;
      const { differences } = compared;
      totals.disagreements.push({ index: indexes[at] ?? 0, text, differences });
      if (totals.disagreements.length >= limit) return totals;
    }
  }
  return totals;
}
