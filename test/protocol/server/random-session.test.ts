/** Whatever happened in a session, in the end a server says what a fresh one says. `scripts/fuzz/sessions.ts` runs more. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runSession } from '../random-session.ts';

for (const seed of [1, 2, 3, 4, 5]) {
  test(`after the random session ${seed} nothing is remembered that is not so any more`, async () => {
    const { differences } = await runSession(seed, 60);
    assert.deepEqual(differences, []);
  });
}
