/**
 * make itself says what travels through a Makefile: what its recipes start must be among what we read, and every
 * character must stand where we say. `scripts/fuzz/make.ts` tries thousands of random Makefiles; here are some, and all on
 * which we once disagreed.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it, test } from 'node:test';
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

test(`${CASES} random Makefiles start what we read in them`, async (t) => {
  const { disagreements, ...totals } = await runCases(oracle, {
    seed: SEED,
    count: CASES,
    limit: 3,
  });
  t.diagnostic(JSON.stringify(totals));
  assert.deepEqual(disagreements, [], `repeat it with scripts/fuzz/make.ts --seed ${SEED}`);
  // Otherwise there was little to compare, or we only agree since we know nothing.
  assert.ok(totals.commands > CASES && totals.probes > 0);
  assert.ok(totals.known > totals.words / 2);
});

const FOLDER = join(import.meta.dirname, 'data', 'make');
/** Lines such as `# run: IN1=on all`; without one, everything is left as it is. */
const RUN = '# run: ';

describe('a Makefile on which we disagreed starts what we read in it', () => {
  for (const name of readdirSync(FOLDER).toSorted()) {
    it(name.replace(/\.mk$/, '').replaceAll('-', ' '), async () => {
      const text = readFileSync(join(FOLDER, name), 'utf8');
      const lines = text.split('\n');
      const runs = lines
        .filter((line) => line.startsWith(RUN))
        .map((line) => line.slice(RUN.length));
      const recordings = await makes.run(
        runs.map((line) => {
          const words = line.split(' ');
          const said = words.filter((word) => word.includes('=')).map((word) => word.split('='));
          const targets = words.filter((word) => !word.includes('='));
          return { text, targets, variables: Object.fromEntries(said) };
        }),
      );
      const { differences, commands, known, words } = hold(oracle, text, recordings, {
        straight: lines.includes('# straight'),
        vague: false,
      });
      assert.deepEqual(differences, []);
      assert.ok(commands > 0, 'it starts nothing');
      if (lines.includes('# known')) assert.equal(known, words);
    });
  }
});
