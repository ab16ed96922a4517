/**
 * Runs random scripts, Makefiles or Python programs and compares what they start with what we read in them, until `--cases`
 * are done: `programs.ts shell`, or `zsh` for one shell alone, `make`, `python`. The same `--seed` makes the same cases;
 * `--case N` tries one of them alone. Exits with 1 after a disagreement, which `--shrink` prints small. `--keep TITLE` makes
 * the first one of a shell a fixture as well.
 * With `--suite`, it runs files of the test suite of a shell, which you fetch yourself: QEMU stands in the place of
 * `--command`, by which they print their arguments, such as `argv.py`, `recho` or `echo`; `--mark '####'` cuts each file at such
 * lines, as Oils' are.
 *
 *   node_modules/.bin/node scripts/fuzz/programs.ts bash --suite --command argv.py --mark '####' oils/spec/*.test.sh
 * Why: docs/decisions/judges.md
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { keepFixture } from '../../test/oracle/flow/fixtures.ts';
import type { FlowCase } from '../../test/oracle/flow/generate.ts';
import type { Oracle, OracleCase } from '../../test/oracle/flow/judge.ts';
import { type Disagreement, runCases } from '../../test/oracle/flow/run.ts';
import { shellOracle } from '../../test/oracle/flow/shell-oracle.ts';
import { isShellName, openShells } from '../../test/oracle/flow/shells.ts';
import { suiteCases, suiteOracle } from '../../test/oracle/flow/suite.ts';
import { makeOracle } from '../../test/oracle/make/make-oracle.ts';
import { openMakes } from '../../test/oracle/make/makes.ts';
import { openPython, pythonOracle } from '../../test/oracle/python/python-oracle.ts';
import { FUZZ_OPTIONS, finish, rangeOf, showText } from './fuzzing.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    ...FUZZ_OPTIONS,
    shrink: { type: 'boolean', default: false },
    keep: { type: 'string' },
    suite: { type: 'boolean', default: false },
    command: { type: 'string', default: 'echo' },
    mark: { type: 'string' },
  },
});
const { keep } = values;
const [language = 'shell', ...files] = positionals;

/** What a case is besides its text. */
const withoutText = (key: string, value: unknown): unknown =>
  ['text', 'parts', 'chunks', 'script'].includes(key) ? undefined : value;

async function compareWith<Case extends OracleCase>(
  oracle: Oracle<Case>,
  close: () => void,
  onFirst: (disagreement: Disagreement<Case>) => void = () => {},
): Promise<void> {
  const range = rangeOf(keep === undefined ? values : { ...values, limit: '1' });
  try {
    const { disagreements, ...totals } = await runCases(oracle, {
      ...range,
      shrink: values.shrink || keep !== undefined,
      onDisagreement: (disagreement) => {
        const { index, text, one, difference } = disagreement;
        console.log(`case ${index}: ${difference.kind} ${difference.details}`);
        console.log(`  run ${difference.run ?? 0} of ${JSON.stringify(one, withoutText)}`);
        showText(text);
        onFirst(disagreement);
      },
    });
    finish(range, totals, disagreements.length);
  } finally {
    close();
  }
}

if (language === 'make') {
  const makes = openMakes();
  await compareWith(makeOracle(makes), makes.close);
} else if (language === 'python') {
  const python = openPython();
  if (python === undefined) throw new Error('There is no python3');
  await compareWith(pythonOracle(python), python.close);
} else {
  const shells = openShells(values.suite);
  const oracle = shellOracle(shells, isShellName(language) ? language : undefined);
  const fixture = (found: Disagreement<FlowCase>): void => {
    if (keep !== undefined) keepFixture(keep, found);
  };
  const only = isShellName(language) ? language : 'bash';
  const cases = files.flatMap((file) => suiteCases(readFileSync(file, 'utf8'), values));
  if (values.suite) values.cases = String(cases.length);
  if (values.suite) await compareWith(suiteOracle(shells, only, cases), shells.close);
  else await compareWith(oracle, shells.close, fixture);
}
