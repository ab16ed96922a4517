/**
 * Runs random scripts in a real bash, dash and zsh and compares what they start with what we read in them,
 * until `--cases` are done. The same `--seed` makes the same cases; `--case N` tries one of them alone.
 * `--shell zsh` has only scripts for that one.
 * Exits with 1 after a disagreement, which `--shrink` prints small.
 * `--vague` reports also what we do not know of scripts that depend on nothing;
 * `--keep NAME` makes the first one a fixture as well.
 * Why: docs/decisions/bash-is-the-other-judge.md
 */
import { parseArgs } from 'node:util';
import { keepFixture } from '../test/oracle/flow/fixtures.ts';
import { type Disagreement, runCases } from '../test/oracle/flow/run.ts';
import { isShellName, openShells } from '../test/oracle/flow/shells.ts';

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '2000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    case: { type: 'string' },
    shell: { type: 'string' },
    limit: { type: 'string', default: '10' },
    shrink: { type: 'boolean', default: false },
    vague: { type: 'boolean', default: false },
    keep: { type: 'string' },
  },
});

function print(disagreement: Disagreement): void {
  show(disagreement);
  if (values.keep !== undefined) keepFixture(values.keep, disagreement);
}

function show({ index, shell, script, inputs, straight, difference }: Disagreement): void {
  const { kind, details } = difference;
  console.log(`case ${index} (${shell}${straight ? ', straight' : ''}): ${kind} ${details}`);
  console.log(`  inputs ${JSON.stringify(inputs)}`);
  console.log(script.replace(/^/gm, '  | '));
}

const seed = Number(values.seed);
const started = performance.now();
const shells = openShells();
try {
  const { disagreements, ...totals } = await runCases(shells, {
    seed,
    first: values.case === undefined ? 0 : Number(values.case),
    count: values.case === undefined ? Number(values.cases) : 1,
    limit: values.keep === undefined ? Number(values.limit) : 1,
    vague: values.vague,
    shrink: values.shrink || values.keep !== undefined,
    ...(values.shell !== undefined && isShellName(values.shell) ? { shell: values.shell } : {}),
    onDisagreement: print,
  });
  const seconds = Math.round((performance.now() - started) / 1000);
  const share = totals.words === 0 ? 0 : Math.round((1000 * totals.known) / totals.words) / 10;
  const counts = Object.entries(totals).map(([name, count]) => `${name} ${count}`);
  console.log(
    `${counts.join(', ')} (${share} %), disagreements ${disagreements.length}, seconds ${seconds}, seed ${seed}`,
  );
  process.exitCode = disagreements.length === 0 ? 0 : 1;
} finally {
  shells.close();
}
