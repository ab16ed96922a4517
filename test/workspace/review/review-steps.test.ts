/** The schedule of a review: which events begin a round, when, and what each waits for. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type ReviewEffect,
  type ReviewEvent,
  type Schedule,
  step,
  UNSCHEDULED,
} from '../../../server/src/workspace/review/review-steps.ts';

const resolve = (): void => undefined;

/** The last state and all effects of events, a millisecond apart. */
function run(events: readonly ReviewEvent[], from: Schedule = UNSCHEDULED) {
  let state = from;
  const effects: ReviewEffect[] = [];
  for (const [now, event] of events.entries()) {
    const [next, more] = step(state, event, now);
    state = next;
    effects.push(...more);
  }
  return { state, effects };
}

function lastOf<Kind extends ReviewEffect['kind']>(effects: readonly ReviewEffect[], kind: Kind) {
  return effects.findLast((effect): effect is Extract<ReviewEffect, { kind: Kind }> => {
    return effect.kind === kind;
  });
}

const changed = (...paths: readonly string[]): ReviewEvent => {
  return { kind: 'changed', paths, isAll: false };
};
const LOOKED: readonly ReviewEvent[] = [
  { kind: 'start' },
  { kind: 'time' },
  { kind: 'ready' },
  { kind: 'counted', done: 0, known: 0 },
  { kind: 'looked', limit: undefined },
  { kind: 'ended' },
];

describe('the schedule of a review', () => {
  it('looks at all files once, and says how far it is', () => {
    const { state, effects } = run([...LOOKED, { kind: 'start' }]);
    assert.deepEqual(
      effects.map(({ kind }) => kind),
      ['wait', 'prepare', 'look', 'progress', 'progress', 'resolve', 'wait', 'resolve'],
    );
    assert.equal(lastOf(effects, 'look')?.isAll, true);
    assert.deepEqual(state.progress, {
      ...{ isRunning: false, isComplete: true, limit: undefined },
      ...{ done: 0, known: 0 },
    });
  });

  it('waits for further changes, but not for ever', () => {
    const { state, effects } = run([changed('/w/a.sh')], run(LOOKED).state);
    assert.deepEqual(lastOf(effects, 'wait'), { kind: 'wait', milliseconds: 200 });
    const [later, more] = step(state, changed('/w/b.sh'), 900);
    assert.deepEqual(lastOf(more, 'wait'), { kind: 'wait', milliseconds: 100 });
    const { effects: begun } = run([{ kind: 'time' }, { kind: 'ready' }], later);
    const look = lastOf(begun, 'look');
    assert.deepEqual([...(look?.changed ?? [])], ['/w/a.sh', '/w/b.sh']);
    assert.equal(look?.isAll, false);
  });

  it('looks at all files after very many changes of files that may be launch scripts', () => {
    const many = (ending: string) =>
      changed(...Array.from({ length: 501 }, (_, index) => `/w/${index}.${ending}`));
    const { state } = run(LOOKED);
    assert.equal(run([many('sh')], state).state.isAllDue, true);
    assert.equal(run([many('o')], state).state.isAllDue, false);
  });

  it('ends a round that is renewed, and begins another', () => {
    const { state } = run(LOOKED.slice(0, 4));
    const renewed = run([{ kind: 'renew' }], state);
    assert.equal(renewed.state.isCut, true);
    assert.deepEqual(renewed.effects, []);
    const { state: ended, effects } = run(LOOKED.slice(4), renewed.state);
    assert.equal(ended.progress.isComplete, false);
    assert.deepEqual(lastOf(effects, 'wait'), { kind: 'wait', milliseconds: 200 });
    assert.equal(run([{ kind: 'time' }, { kind: 'ready' }], ended).state.isCut, false);
  });

  it('goes on after a cancel only on request', () => {
    const cut = run([{ kind: 'cancel' }, ...LOOKED.slice(4)], run(LOOKED.slice(0, 4)).state);
    assert.equal(cut.state.progress.isComplete, false);
    assert.deepEqual(lastOf(cut.effects, 'wait'), { kind: 'wait', milliseconds: undefined });
    const resumed = run([{ kind: 'resume', isWatched: true }], cut.state);
    assert.deepEqual(resumed.effects, [{ kind: 'wait', milliseconds: 0 }]);
    assert.deepEqual(run([{ kind: 'resume', isWatched: true }], run(LOOKED).state).effects, []);
  });

  it('settles with the running round, or with one that begins later for what is due', () => {
    const settle: ReviewEvent = { kind: 'settle', resolve };
    const isSettled = ({ effects }: ReturnType<typeof run>) =>
      effects.some((effect) => effect.kind === 'resolve' && effect.waiting.length > 0);
    assert.ok(isSettled(run([settle])), 'nothing is due');
    const running = run([...LOOKED.slice(0, 4), settle]);
    assert.ok(!isSettled(running));
    assert.ok(isSettled(run(LOOKED.slice(4), running.state)));
    const due = run([...LOOKED.slice(0, 4), changed('/w/a.sh'), settle, ...LOOKED.slice(4)]);
    assert.ok(!isSettled(due));
    const next: readonly ReviewEvent[] = [{ kind: 'time' }, { kind: 'ready' }, { kind: 'ended' }];
    assert.ok(isSettled(run(next, due.state)));
  });

  it('looks again for machines where they were not kept', () => {
    const keep: ReviewEvent = { kind: 'keepMachines', resolve };
    const first = run([keep]);
    assert.equal(first.state.keepsMachines, true);
    assert.equal(lastOf(first.effects, 'wait'), undefined);
    const again = run([keep], run(LOOKED).state);
    assert.deepEqual(again.effects, [{ kind: 'wait', milliseconds: 0 }]);
    assert.equal(again.state.progress.isComplete, false);
    assert.equal(lastOf(run([keep], again.state).effects, 'wait'), undefined);
  });

  it('begins nothing before its start and after its stop', () => {
    assert.deepEqual(run([changed('/w/a.sh'), { kind: 'renew' }]).effects, []);
    const stopped = run([{ kind: 'stop' }, changed('/w/a.sh')], run(LOOKED).state);
    assert.deepEqual(lastOf(stopped.effects, 'wait'), { kind: 'wait', milliseconds: undefined });
  });
});
