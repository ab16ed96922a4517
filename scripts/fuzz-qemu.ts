/**
 * Starts the real QEMU on random command lines and compares what it does with what our model says, until
 * `--cases` are done. The same `--seed` makes the same cases; `--case N` tries one of them alone. Exits
 * with 1 after a disagreement, which is printed small; `--keep` makes it a fixture as well.
 * Why: docs/decisions/qemu-is-the-judge.md
 */
import { parseArgs } from 'node:util';
import { keepFixture } from '../test/oracle/fuzz/fixtures.ts';
import { type Disagreement, runCases } from '../test/oracle/fuzz/run.ts';
import { openJudge } from '../test/oracle/judge.ts';

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '5000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    case: { type: 'string' },
    slots: { type: 'string', default: '2' },
    limit: { type: 'string', default: '10' },
    keep: { type: 'boolean', default: false },
  },
});

function print({ index, fuzzCase, observation, differences }: Disagreement): void {
  console.log(`case ${index}: ${differences.join('\n  ')}`);
  console.log(`  ${JSON.stringify({ ...fuzzCase, observation })}\n`);
  if (values.keep) keepFixture({ ...fuzzCase, observation });
}

const seed = Number(values.seed);
const slots = Number(values.slots);
const started = performance.now();
const judge = await openJudge(slots);
try {
  const totals = await runCases(judge, {
    seed,
    slots,
    first: values.case === undefined ? 0 : Number(values.case),
    count: values.case === undefined ? Number(values.cases) : 1,
    limit: Number(values.limit),
    onDisagreement: print,
  });
  const { cases, accepted, refused, environment, unsteady, compared, disagreements } = totals;
  const seconds = Math.round((performance.now() - started) / 1000);
  console.log(
    `cases ${cases}, accepted ${accepted}, refused ${refused}, environment ${environment}, ` +
      `unsteady ${unsteady}, compared ${compared}, disagreements ${disagreements.length}, seconds ${seconds}, seed ${seed}`,
  );
  process.exitCode = disagreements.length === 0 ? 0 : 1;
} finally {
  await judge.close();
}
