import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { readOnce } from '../../server/src/text/lookup.ts';

describe('a reader that reads once', () => {
  test('reads a text for all who ask in a row, and again behind another', () => {
    const asked: string[] = [];
    const read = readOnce((text) => {
      asked.push(text);
      return { text };
    });
    assert.equal(read('a'), read('a'));
    assert.equal(read('b').text, 'b');
    assert.equal(read('a').text, 'a');
    assert.deepEqual(asked, ['a', 'b', 'a']);
  });

  test('has one tree at a time, also while the present work lasts', () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const numbers = 500_000;
    const read = readOnce((text) => Array.from({ length: numbers }, () => text.length + 0.5));
    const left = (): number => {
      collect();
      return process.memoryUsage().heapUsed;
    };
    const before = left();
    for (const text of ['a', 'b', 'c', 'd', 'e', 'f']) read(text);
    // Each takes eight bytes for a number.
    assert.ok(left() - before < 3 * 8 * numbers);
  });
});
