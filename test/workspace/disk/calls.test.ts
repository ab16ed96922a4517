import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { callsByPace } from '../../../server/src/workspace/disk/calls.ts';

const FILE = fileURLToPath(import.meta.url);

/** Opens a file so many times, on a disk on which each call takes so many milliseconds; says which way each one went. */
async function openOften(times: number, tookOf: (call: number) => number) {
  let [now, looks] = [0, 0];
  const nextCalls = callsByPace(() => {
    if (looks++ % 2 === 1) now += tookOf((looks - 2) / 2);
    return now;
  });
  const ways: ('at once' | 'by threads')[] = [];
  for (let call = 0; call < times; call++) {
    const calls = nextCalls();
    const opened = calls.open(FILE, 0);
    ways.push(typeof opened === 'number' ? 'at once' : 'by threads');
    await calls.close(await opened);
  }
  return ways;
}

test('a disk that answers at once is asked at once', async () => {
  assert.deepEqual([...new Set(await openOften(100, () => 0.01))], ['at once']);
});

test('a slow one is asked by threads, and tried again after a while', async () => {
  const ways = await openOften(1000, () => 1);
  assert.equal(ways[0], 'at once');
  const first = ways.indexOf('by threads');
  assert.ok(first > 0 && first < 50, `after ${first} calls`);
  assert.equal(ways.lastIndexOf('at once') > first, true);
});

test('a call now and then that takes long changes nothing', async () => {
  const ways = await openOften(1000, (call) => (call % 3 === 0 ? 50 : 0.01));
  assert.deepEqual([...new Set(ways)], ['at once']);
});
