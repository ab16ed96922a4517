/**
 * Runs random Makefiles in a real make and compares what they start with what we read in them, until `--cases` are done.
 * The same `--seed` makes the same cases; `--case N` tries one of them alone. Exits with 1 after a disagreement, which
 * `--shrink` prints small.
 */
import { parseArgs } from 'node:util';
import { type Disagreement, runCases } from '../../test/oracle/flow/run.ts';
import type { MakeCase } from '../../test/oracle/make/generate.ts';
import { makeOracle } from '../../test/oracle/make/make-oracle.ts';
import { openMakes } from '../../test/oracle/make/makes.ts';
import { FUZZ_OPTIONS, finish, rangeOf, showText } from './fuzzing.ts';

const { values } = parseArgs({
  options: { ...FUZZ_OPTIONS, shrink: { type: 'boolean', default: false } },
});

function show({ index, text, one, difference }: Disagreement<MakeCase>): void {
  const { targets, straight, runs } = one;
  const variables = runs[difference.run ?? 0] ?? runs[0] ?? {};
  const said = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
  console.log(
    `case ${index}${straight ? ' (straight)' : ''}: ${difference.kind} ${difference.details}`,
  );
  console.log(`  make ${[...said, ...targets].join(' ')}`);
  showText(text);
}

const range = rangeOf(values);
const makes = openMakes();
try {
  const { disagreements, ...totals } = await runCases(makeOracle(makes), {
    ...range,
    shrink: values.shrink,
    onDisagreement: show,
  });
  finish(range, totals, disagreements.length);
} finally {
  makes.close();
}
