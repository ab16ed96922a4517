/**
 * The real QEMU does what our model says of random command lines. `scripts/fuzz/qemu.ts` tries thousands; this file some
 * hundreds.
 *
 * A developer's machine draws a new seed for each run and prints it. CI always has the same seed, so that a change does not
 * fail for an unrelated case.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runCases } from './fuzz/run.ts';
import { versionOf } from './judge.ts';
import { judgeHere, nameWhatIsMissing, QEMU } from './needs.ts';

const CASES = 400;
const SLOTS = 3;
const SEED = process.env['CI'] === 'true' ? 20250101 : Date.now() % 1_000_000;

const isBaseline = [QEMU, 'qemu-storage-daemon'].every((one) =>
  versionOf(one)?.startsWith('10.0.'),
);
if (!isBaseline) nameWhatIsMissing('QEMU 10.0 is not installed, so it was asked nothing random');
const judge = isBaseline ? await judgeHere(SLOTS) : undefined;
if (judge) {
  test(`QEMU agrees with the model on ${CASES} random command lines of seed ${SEED}`, async (t) => {
    const run = await runCases(judge, { seed: SEED, count: CASES, slots: SLOTS, limit: 3 });
    const { disagreements, ...totals } = run;
    t.diagnostic(`seed ${SEED}: ${JSON.stringify(totals)}`);
    assert.deepEqual(disagreements, [], `repeat it with scripts/fuzz/qemu.ts --seed ${SEED}`);
    // Otherwise nearly everything would be refused, and little compared.
    assert.ok(totals.accepted > CASES / 4 && totals.refused > CASES / 4);
    assert.ok(totals.environment < CASES / 8);
  });
}
