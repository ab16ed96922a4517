/** Where everything of a map stands that people would see at once. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ELLIPSIS } from '../../webview/src/layout/fit-text.ts';
import { layOut } from '../../webview/src/layout/layout.ts';
import { mapOf, SAMPLE } from '../support/sample-map.ts';
import { METRICS, ROOM } from './arbitrary-map.ts';

describe('the layout of the sample', () => {
  const layout = layOut(mapOf(SAMPLE), METRICS, ROOM);

  it('shortens nothing', () => {
    assert.doesNotMatch(JSON.stringify(layout), new RegExp(ELLIPSIS));
  });

  it('makes do with signs and numbers on the left where there is little room', () => {
    const narrow = layOut(mapOf(SAMPLE), METRICS, layout.width - 1);
    assert.ok(narrow.width < layout.width - 100);
    const told = narrow.audiences.map(({ label, count }) => [label, count.text]);
    assert.deepEqual(
      told,
      [2, 1, 1, 3, 2].map((count) => [undefined, String(count)]),
    );
  });

  it('shortens addresses and names rather than to be wider than a narrow page', () => {
    const narrow = layOut(mapOf(SAMPLE), METRICS, 500);
    assert.ok(narrow.width <= 500);
    assert.match(JSON.stringify(narrow.branches), new RegExp(ELLIPSIS));
  });

  it('has the worst on top, whose lane is the last to turn', () => {
    const [first, ...rest] = layout.audiences.map(({ audience: { audience } }) => {
      return [audience, layout.trunks.find((trunk) => trunk.audience === audience)?.lane ?? 0];
    });
    assert.equal(first?.[0], 'network');
    for (const [, lane = 0] of rest) assert.ok(lane < (first?.[1] ?? 0));
  });

  it('puts the members of a hub and its monitor into its box', () => {
    const lab = layout.machines.find(({ machine }) => machine.title === 'lab');
    const hub = lab?.boxes.find(({ box }) => box.title === 'both');
    const titles = hub?.members.map(({ box }) => box.title);
    assert.deepEqual(titles, ['net0', 'line']);
    const labels = hub?.rows.map(({ row }) => row.label);
    assert.deepEqual(labels, ['HMP monitor']);
  });
});
