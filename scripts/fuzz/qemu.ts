/**
 * Starts the real QEMU on random command lines and compares what it does with what our model says, until
 * `--cases` are done. The same `--seed` makes the same cases; `--case N` tries one of them alone. Exits
 * with 1 after a disagreement, which is printed small; `--keep` makes it a vector as well.
 * Why: docs/decisions/judges.md
 */
import { parseArgs } from 'node:util';
import { keepCase } from '../../test/oracle/fuzz/keep.ts';
import { type Disagreement, runCases } from '../../test/oracle/fuzz/run.ts';
import { openJudge } from '../../test/oracle/judge.ts';
import { FUZZ_OPTIONS, finish, rangeOf } from './fuzzing.ts';

const { values } = parseArgs({
  options: {
    ...FUZZ_OPTIONS,
    slots: { type: 'string', default: '2' },
    keep: { type: 'boolean', default: false },
  },
});

function print({ index, fuzzCase, verdict, disagreements }: Disagreement): void {
  console.log(`case ${index}: ${disagreements.join('\n  ')}`);
  console.log(`  ${JSON.stringify(fuzzCase)}\n`);
  if (values.keep) keepCase(fuzzCase, verdict);
}

const range = rangeOf(values);
const slots = Number(values.slots);
const judge = await openJudge(slots);
try {
  const totals = await runCases(judge, { ...range, slots, onDisagreement: print });
  const { cases, accepted, refused, environment, unsteady, compared, disagreements } = totals;
  const counts = { cases, accepted, refused, environment, unsteady, compared };
  finish(range, counts, disagreements.length);
} finally {
  await judge.close();
}
