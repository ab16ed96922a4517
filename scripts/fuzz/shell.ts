/**
 * Runs random scripts in a real bash, dash and zsh and compares what they start with what we read in them,
 * until `--cases` are done. The same `--seed` makes the same cases; `--case N` tries one of them alone.
 * `--shell zsh` has only scripts for that one.
 * Exits with 1 after a disagreement, which `--shrink` prints small.
 * `--keep TITLE` makes the first one a fixture as well.
 * Why: docs/decisions/judges.md
 */
import { parseArgs } from 'node:util';
import { keepFixture } from '../../test/oracle/flow/fixtures.ts';
import type { FlowCase } from '../../test/oracle/flow/generate.ts';
import { type Disagreement, runCases } from '../../test/oracle/flow/run.ts';
import { shellOracle } from '../../test/oracle/flow/shell-oracle.ts';
import { isShellName, openShells } from '../../test/oracle/flow/shells.ts';
import { FUZZ_OPTIONS, finish, rangeOf, showText } from './fuzzing.ts';

const { values } = parseArgs({
  options: {
    ...FUZZ_OPTIONS,
    shell: { type: 'string' },
    shrink: { type: 'boolean', default: false },
    keep: { type: 'string' },
  },
});

function print(disagreement: Disagreement<FlowCase>): void {
  show(disagreement);
  if (values.keep !== undefined) keepFixture(values.keep, disagreement);
}

function show({ index, one, text, difference }: Disagreement<FlowCase>): void {
  const { kind, details, run = 0 } = difference;
  const { shell, straight, runs } = one;
  console.log(`case ${index} (${shell}${straight ? ', straight' : ''}): ${kind} ${details}`);
  console.log(`  inputs ${JSON.stringify(runs[run] ?? runs[0])}`);
  showText(text);
}

const { keep, shell } = values;
const only = shell !== undefined && isShellName(shell) ? shell : undefined;
const range = rangeOf(keep === undefined ? values : { ...values, limit: '1' });
const shells = openShells();
try {
  const { disagreements, ...totals } = await runCases(shellOracle(shells, only), {
    ...range,
    shrink: values.shrink || keep !== undefined,
    onDisagreement: print,
  });
  finish(range, totals, disagreements.length);
} finally {
  shells.close();
}
