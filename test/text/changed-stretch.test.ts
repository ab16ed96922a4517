import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { changedStretch } from '../../server/src/text/changed-stretch.ts';

describe('the stretch in which two texts differ', () => {
  for (const [before, after, start, end, shift] of [
    ['echo $A', 'echo  $A', 5, 5, 1],
    ['echo $A', 'echo $B', 6, 7, 0],
    ['echo  $A', 'echo $A', 5, 6, -1],
    ['aa', 'aaa', 2, 2, 1],
    ['same', 'same', 4, 4, 0],
    ['', 'new', 0, 0, 3],
    ['old', '', 0, 3, -3],
  ] as const) {
    it(`is [${start}, ${end}) from ${JSON.stringify(before)} to ${JSON.stringify(after)}`, () => {
      assert.deepEqual(changedStretch(before, after), { at: { start, end }, shift });
    });
  }
});
