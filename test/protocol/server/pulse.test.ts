/** When a server counts as lost, by a clock that the test has in its hand. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { takePulse } from '../../../server/src/lsp/supervisor/pulse.ts';

/** A machine on which a beat takes no time. */
function machine() {
  const state = { worked: 0, memory: 0, asked: 0, lost: [] as string[] };
  let next: (() => void) | undefined;
  const pulse = takePulse({
    later: (_, work) => {
      next = work;
      return () => undefined;
    },
    worked: () => state.worked,
    memory: () => state.memory,
    ask: () => state.asked++,
    isLost: (why) => state.lost.push(why),
  });
  /** Lets beats pass, as long as there are any, each with so much work; says how many there were. */
  const beat = (count: number, work = 0): number => {
    for (let beats = 0; beats < count; beats++) {
      const current = next;
      if (current === undefined) return beats;
      next = undefined;
      state.worked += work;
      current();
    }
    return count;
  };
  return { state, pulse, beat };
}

test('a server that answers is asked once for all that has happened, and then left alone', () => {
  const { state, pulse, beat } = machine();
  assert.equal(beat(10), 0);
  for (let count = 0; count < 5; count++) pulse.stirred();
  assert.equal(beat(1), 1);
  assert.equal(state.asked, 1);
  pulse.answered();
  assert.ok(beat(100) <= 2);
  assert.equal(state.asked, 1);
  assert.deepEqual(state.lost, []);
});

test('a server that works for ten seconds without an answer is lost', () => {
  const { state, pulse, beat } = machine();
  pulse.stirred();
  beat(40, 250);
  assert.deepEqual(state.lost, []);
  beat(2, 250);
  assert.deepEqual(state.lost, ['held']);
});

test('one that gets next to nothing of a busy machine is given a minute', () => {
  const { state, pulse, beat } = machine();
  pulse.stirred();
  beat(200, 5);
  assert.deepEqual(state.lost, []);
  beat(60, 5);
  assert.deepEqual(state.lost, ['held']);
});

test('memory is looked at while there is anything to do', () => {
  const { state, pulse, beat } = machine();
  state.memory = 2 * 1024 ** 3;
  pulse.stirred();
  beat(1);
  assert.deepEqual(state.lost, ['memory']);
});

test('the server that comes next is not blamed for memory that the one before has yet to give back', () => {
  const { state, pulse, beat } = machine();
  state.memory = 2 * 1024 ** 3;
  pulse.stirred();
  beat(1);
  pulse.restarted();
  beat(2);
  assert.deepEqual(state.lost, ['memory']);
  state.memory = 0;
  beat(1);
  state.memory = 2 * 1024 ** 3;
  beat(1);
  assert.deepEqual(state.lost, ['memory', 'memory']);
});

test('the server that comes next is asked anew', () => {
  const { state, pulse, beat } = machine();
  pulse.stirred();
  beat(30, 250);
  pulse.restarted();
  beat(30, 250);
  assert.deepEqual(state.lost, []);
  assert.equal(state.asked, 2);
});
