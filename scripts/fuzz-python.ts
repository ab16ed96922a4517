/**
 * Runs random Python programs and compares what they start with what we read in them, until `--cases` are done. The
 * same `--seed` makes the same cases; `--case N` tries one of them alone. Exits with 1 after a disagreement.
 * Why: docs/decisions/a-python-file-is-run-as-far-as-it-says-what-it-does.md
 */
import { parseArgs } from 'node:util';
import { openPython, runPrograms } from '../test/oracle/python/run.ts';

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '2000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    case: { type: 'string' },
    limit: { type: 'string', default: '10' },
  },
});

const python = openPython();
if (python === undefined) throw new Error('There is no python3');
try {
  const { disagreements, ...totals } = runPrograms(python, {
    seed: Number(values.seed),
    first: Number(values.case ?? '0'),
    count: values.case === undefined ? Number(values.cases) : 1,
    limit: Number(values.limit),
  });
  for (const { index, text, differences } of disagreements) {
    console.log(`case ${index}: ${differences.join('\n  ')}`);
    console.log(text.replace(/^/gm, '  | '));
  }
  console.log(
    `${JSON.stringify(totals)}, disagreements ${disagreements.length}, seed ${values.seed}`,
  );
  process.exitCode = disagreements.length === 0 ? 0 : 1;
} finally {
  python.close();
}
