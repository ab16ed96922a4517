/**
 * Python runs programs: a reading allows each command that they start. `scripts/fuzz/programs.ts python` tries thousands of random
 * programs; this file some, and all that were once read wrongly.
 */
import assert from 'node:assert/strict';
import { after, describe, it, test } from 'node:test';
import { judge } from './flow/judge.ts';
import { runCases } from './flow/run.ts';
import { nameWhatIsMissing } from './needs.ts';
import { FIXTURES } from './python/fixtures.ts';
import { openPython, pythonCase, pythonOracle } from './python/python-oracle.ts';

const CASES = 80;
/** Always the same: a change must not fail for a program that it has nothing to do with. */
const SEED = 20250101;

const python = openPython();
if (python === undefined) nameWhatIsMissing('There is no python3, so it was asked nothing');
else {
  after(() => python.close());

  const oracle = pythonOracle(python);

  test(`Python starts the commands that are read in ${CASES} random programs`, async (t) => {
    const run = await runCases(oracle, { seed: SEED, count: CASES, limit: 3 });
    const { disagreements, ...totals } = run;
    t.diagnostic(JSON.stringify(totals));
    assert.deepEqual(
      disagreements,
      [],
      `repeat it with scripts/fuzz/programs.ts python --seed ${SEED}`,
    );
    // Otherwise there was little to compare, or we only agree since we know nothing.
    assert.ok(totals.commands > CASES);
    assert.ok(totals.known > (3 * totals.words) / 4);
  });

  describe('Python starts the commands that are read in a program:', () => {
    for (const { name, text, isStraight } of FIXTURES) {
      it(name, async () => {
        const [judgement] = await judge(oracle, [pythonCase(text, isStraight)], 0);
        assert.deepEqual(judgement?.comparison.differences, []);
        assert.ok(judgement.comparison.commands > 0, 'the program starts nothing');
      });
    }
  });
}
