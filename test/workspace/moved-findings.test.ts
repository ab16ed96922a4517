/** Where findings of an earlier text are in the current one. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { spanMover } from '../../server/src/workspace/moved-findings.ts';

describe('spans of an earlier text', () => {
  const move = spanMover('a=1\nb=2\nc=3\n', 'a=1\nb=22\nc=3\n');

  it('stay before the change and move behind it', () => {
    assert.deepEqual(move({ start: 0, end: 3 }), { start: 0, end: 3 });
    assert.deepEqual(move({ start: 8, end: 11 }), { start: 9, end: 12 });
  });

  it('are gone where they touch it', () => {
    assert.equal(move({ start: 4, end: 7 }), undefined);
    assert.equal(move({ start: 0, end: 12 }), undefined);
  });

  it('stay in an unchanged text', () => {
    const same = spanMover('a=1\n', 'a=1\n');
    assert.deepEqual(same({ start: 0, end: 3 }), { start: 0, end: 3 });
  });
});
