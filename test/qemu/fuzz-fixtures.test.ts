/** The model on the command lines that a run of the fuzzer has shown it to be wrong about. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { loadFixtures, titleOf } from '../oracle/fuzz/fixtures.ts';
import { compareWithModel } from '../oracle/fuzz/run.ts';

describe('what the fuzzer has found', () => {
  for (const [index, fixture] of loadFixtures().entries()) {
    it(`${index}: ${titleOf(fixture)}`, () => {
      const { differences, outcome } = compareWithModel(fixture, fixture.observation);
      assert.deepEqual(differences, []);
      assert.notEqual(outcome, 'environment', 'a fixture says something of the grammar');
    });
  }
});
