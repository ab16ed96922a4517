/**
 * Python itself says what travels through a program: what it starts must be among what we read.
 * `scripts/fuzz/python.ts` tries thousands of random programs; here are some, and all on which we once disagreed.
 */
import assert from 'node:assert/strict';
import { after, describe, it, test } from 'node:test';
import { FIXTURES } from './python/fixtures.ts';
import { compareProgram, flagsOf, openPython, runPrograms } from './python/run.ts';
import { nameWhatIsMissing } from './try-vectors.ts';

const CASES = 80;
/** Always the same: a change must not fail for a program that it has nothing to do with. */
const SEED = 20250101;

const python = openPython();
if (python === undefined) nameWhatIsMissing('There is no python3, so it was asked nothing');
else {
  after(() => python.close());

  test(`${CASES} random programs start what we read in them`, (t) => {
    const run = runPrograms(python, { seed: SEED, first: 0, count: CASES, limit: 3 });
    const { disagreements, ...totals } = run;
    t.diagnostic(JSON.stringify(totals));
    assert.deepEqual(disagreements, [], `repeat it with scripts/fuzz/python.ts --seed ${SEED}`);
    // Otherwise there was little to compare, or we only agree since we know nothing.
    assert.ok(totals.commands > CASES);
    assert.ok(totals.known > (3 * totals.words) / 4);
  });

  describe('a program on which we disagreed starts what we read in it', () => {
    for (const { name, text, isStraight } of FIXTURES) {
      it(name, () => {
        const runs = python.run(flagsOf(isStraight).map((flags) => ({ text, flags })));
        const { differences, commands } = compareProgram(text, runs);
        assert.deepEqual(differences, []);
        assert.ok(commands > 0, 'the program starts nothing');
      });
    }
  });
}
