/**
 * make runs Makefiles: a reading allows each command of their recipes, and each character is where the reading says.
 * `scripts/fuzz/programs.ts make` tries thousands of random Makefiles; this file some, and all that were once read wrongly.
 */
import assert from 'node:assert/strict';
import { after, describe, it, test } from 'node:test';
import { readBlocks } from '../support/blocks.ts';
import { runsOf } from './flow/fixtures.ts';
import { hold } from './flow/judge.ts';
import { runCases } from './flow/run.ts';
import { makeOracle } from './make/make-oracle.ts';
import { openMakes } from './make/makes.ts';

const CASES = 40;
/** Always the same: a change must not fail for a Makefile that it has nothing to do with. */
const SEED = 20250103;

const makes = openMakes();
after(() => makes.close());
const oracle = makeOracle(makes);

test(`make starts the commands that are read in ${CASES} random Makefiles`, async (t) => {
  const { disagreements, ...totals } = await runCases(oracle, {
    seed: SEED,
    count: CASES,
    limit: 3,
  });
  t.diagnostic(JSON.stringify(totals));
  assert.deepEqual(
    disagreements,
    [],
    `repeat it with scripts/fuzz/programs.ts make --seed ${SEED}`,
  );
  // Otherwise there was little to compare, or we only agree since we know nothing.
  assert.ok(totals.commands > CASES && totals.probes > 0);
  assert.ok(totals.known > totals.words / 2);
});

describe('make starts the commands that are read in a Makefile:', () => {
  for (const block of readBlocks('test/oracle/data/make.txt')) {
    it(block.title, async () => {
      const { text, straight } = block;
      const recordings = await makes.run(
        runsOf(block).map((line) => {
          const words = line.split(' ');
          const said = words.filter((word) => word.includes('=')).map((word) => word.split('='));
          const targets = words.filter((word) => !word.includes('='));
          return { text, targets, variables: Object.fromEntries(said) };
        }),
      );
      const { differences, commands } = hold(oracle, text, recordings, straight);
      assert.deepEqual(differences, []);
      assert.ok(commands > 0, 'it starts nothing');
    });
  }
});
