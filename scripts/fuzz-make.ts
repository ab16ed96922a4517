/**
 * Runs random Makefiles in a real make and compares what they start with what we read in them, until `--cases` are done.
 * The same `--seed` makes the same cases; `--case N` tries one of them alone. Exits with 1 after a disagreement, which
 * `--shrink` prints small.
 */
import { parseArgs } from 'node:util';
import { openMakes } from '../test/oracle/make/makes.ts';
import { type MakeDisagreement, runMakefiles } from '../test/oracle/make/run.ts';

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '2000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    case: { type: 'string' },
    limit: { type: 'string', default: '10' },
    shrink: { type: 'boolean', default: false },
  },
});

function show({ index, text, targets, variables, straight, difference }: MakeDisagreement): void {
  const said = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
  console.log(
    `case ${index}${straight ? ' (straight)' : ''}: ${difference.kind} ${difference.details}`,
  );
  console.log(`  make ${[...said, ...targets].join(' ')}`);
  console.log(text.replace(/^/gm, '  | '));
}

const seed = Number(values.seed);
const started = performance.now();
const makes = openMakes();
try {
  const { disagreements, ...totals } = await runMakefiles(makes, {
    seed,
    first: values.case === undefined ? 0 : Number(values.case),
    count: values.case === undefined ? Number(values.cases) : 1,
    limit: Number(values.limit),
    shrink: values.shrink,
    onDisagreement: show,
  });
  const seconds = Math.round((performance.now() - started) / 1000);
  const counts = Object.entries(totals).map(([name, count]) => `${name} ${count}`);
  console.log(
    `${counts.join(', ')}, disagreements ${disagreements.length}, seconds ${seconds}, seed ${seed}`,
  );
  process.exitCode = disagreements.length === 0 ? 0 : 1;
} finally {
  makes.close();
}
