/** What was used last is kept, as far as there is room for all of it together. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recentlyUsed } from '../../../server/src/service/analysis/recently-used.ts';

test('the one that was used first goes first, and what is too large is not kept at all', () => {
  const kept = recentlyUsed<{ readonly size: number }>(10);
  const [a, b, c] = [{ size: 4 }, { size: 4 }, { size: 4 }];
  kept.use('a', a);
  kept.use('b', b);
  kept.use('a', a);
  kept.use('c', c);
  assert.deepEqual([kept.get('a'), kept.get('b'), kept.get('c')], [a, undefined, c]);
  kept.use('d', { size: 11 });
  assert.deepEqual(
    ['a', 'b', 'c', 'd'].map((key) => kept.get(key)),
    [undefined, undefined, undefined, undefined],
  );
});

test('what is dropped or put anew is not counted twice', () => {
  const kept = recentlyUsed<{ readonly size: number }>(10);
  const [a, b] = [{ size: 5 }, { size: 5 }];
  kept.use('a', { size: 9 });
  kept.use('a', a);
  kept.drop('nothing');
  kept.use('b', b);
  assert.deepEqual([kept.get('a'), kept.get('b')], [a, b]);
});
