/**
 * Runs random Python programs and compares what they start with what we read in them, until `--cases` are done. The
 * same `--seed` makes the same cases; `--case N` tries one of them alone. Exits with 1 after a disagreement.
 * Why: docs/decisions/python.md
 */
import { parseArgs } from 'node:util';
import { openPython, runPrograms } from '../../test/oracle/python/run.ts';
import { FUZZ_OPTIONS, finish, rangeOf, showText } from './fuzzing.ts';

const { values } = parseArgs({ options: FUZZ_OPTIONS });

const range = rangeOf(values);
const python = openPython();
if (python === undefined) throw new Error('There is no python3');
try {
  const { disagreements, ...totals } = runPrograms(python, range);
  for (const { index, text, differences } of disagreements) {
    console.log(`case ${index}: ${differences.join('\n  ')}`);
    showText(text);
  }
  finish(range, totals, disagreements.length);
} finally {
  python.close();
}
