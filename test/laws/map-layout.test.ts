/** Where everything of the map stands: laws that hold for any map. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { ELLIPSIS } from '../../webview/src/layout/fit-text.ts';
import { layOut, type MapLayout } from '../../webview/src/layout/layout.ts';
import { allBoxes, type PlacedBox } from '../../webview/src/layout/place-machine.ts';
import type { PlacedText, Rect } from '../../webview/src/layout/spacing.ts';
import { anyMachines, anyMap, METRICS, ROOM } from '../webview/arbitrary-map.ts';

const laidOut = fc
  .tuple(anyMap, fc.constantFrom(0, 300, 800, ROOM))
  .map(([model, room]) => layOut(model, METRICS, room));

function holds(check: (layout: MapLayout) => void): void {
  fc.assert(fc.property(laidOut, check), { numRuns: 150 });
}

describe('the layout of any map', () => {
  it('has no two machines, boxes or rows that overlap, and each within what it belongs to', () => {
    holds(({ width, height, audiences, machines }) => {
      const page = { x: 0, y: 0, width, height };
      apart(audiences.map(({ rect }) => rect));
      apart(machines.map(({ rect }) => rect));
      for (const { rect } of [...audiences, ...machines]) within(rect, page);
      for (const { rect, head, boxes } of machines) {
        within(head, rect);
        apart([head, ...boxes.map((box) => box.rect)]);
        for (const box of boxes) within(box.rect, rect);
        for (const box of allBoxes(boxes)) contentsApart(box);
      }
    });
  });

  it('has those on the left, the lanes, the addresses and the machines in columns of their own', () => {
    holds(({ audiences, trunks, branches, machines }) => {
      const whoEnd = Math.max(...audiences.map(({ rect }) => rect.x + rect.width));
      const machineStart = Math.min(...machines.map(({ rect }) => rect.x), Infinity);
      const lanes = trunks.map(({ lane }) => lane);
      const used = new Set(trunks.map(({ audience }) => audience));
      assert.equal(new Set(lanes).size, used.size);
      for (const lane of lanes) assert.ok(lane > whoEnd);
      for (const { label, who } of branches) {
        for (const { x, width } of [label, who]) {
          assert.ok(x > Math.max(...lanes) && x + width <= machineStart);
        }
      }
    });
  });

  it('has branches that begin on the lane of their audience and end at the edge of their box', () => {
    holds(({ audiences, machines, trunks, branches }) => {
      const boxes = machines.flatMap((machine) => allBoxes(machine.boxes));
      const byKey = new Map(boxes.map((box) => [box.box.key, box.rect]));
      let count = 0;
      for (const { key, way, start, end } of branches) {
        const rect = byKey.get(key.slice(0, key.lastIndexOf(' ')));
        const trunk = trunks.find(({ audience, powerful }) => {
          return audience === way.audience && powerful === way.powerful;
        });
        assert.ok(rect && trunk);
        assert.equal(end.x, rect.x);
        assert.ok(end.y > rect.y && end.y < rect.y + rect.height);
        assert.deepEqual([start.x, start.y], [trunk.lane, end.y]);
        assert.ok(start.y >= trunk.top && start.y <= trunk.bottom);
        count += 1;
      }
      assert.equal(
        count,
        boxes.reduce((sum, { box }) => sum + box.ways.length, 0),
      );
      for (const { audience, start } of trunks) {
        const from = audiences.find((one) => one.audience.audience === audience)?.rect;
        assert.ok(from && start.x === from.x + from.width);
        assert.ok(start.y > from.y && start.y < from.y + from.height);
      }
    });
  });

  it('has texts that fit where they stand, or end with an ellipsis', () => {
    holds(({ audiences, machines }) => {
      for (const { audience, rect, label, count } of audiences) {
        textWithin(count, rect);
        if (label === undefined) continue;
        textWithin(label, rect);
        isAllOrCut(label, audience.label);
      }
      for (const { machine, rect, title, place, boxes } of machines) {
        for (const text of [title, place]) textWithin(text, rect);
        isAllOrCut(title, machine.title);
        isAllOrCut(place, machine.place);
        for (const { box, rect: outer, title: id, kind, rows } of allBoxes(boxes)) {
          for (const text of [id, kind]) textWithin(text, outer);
          assert.ok(id.x + id.width <= kind.x);
          isAllOrCut(id, box.title);
          for (const { row, rect: inner, label } of rows) {
            textWithin(label, inner);
            isAllOrCut(label, row.label);
          }
        }
      }
    });
  });

  it('has no two addresses that overlap', () => {
    holds(({ branches }) => {
      const heights = branches.map(({ end }) => end.y).sort((a, b) => a - b);
      for (const [index, y] of heights.entries()) {
        const next = heights[index + 1];
        // A line above the wire and a smaller one below it.
        if (next !== undefined) assert.ok(next - y >= 2.6 * METRICS.em, `${y} and ${next}`);
      }
    });
  });

  it('leaves everything where it was when a machine is added behind the others', () => {
    fc.assert(
      fc.property(anyMap, anyMachines, (model, added) => {
        const more = { ...model, machines: [...model.machines, ...added] };
        const before = layOut(model, METRICS, ROOM).machines.map(({ rect }) => [
          rect.y,
          rect.height,
        ]);
        const after = layOut(more, METRICS, ROOM).machines.map(({ rect }) => [rect.y, rect.height]);
        assert.deepEqual(after.slice(0, before.length), before);
      }),
      { numRuns: 50 },
    );
  });

  it('grows with the letters and with nothing else', () => {
    fc.assert(
      fc.property(anyMap, (model) => {
        const double = { em: 2 * METRICS.em, measure: (text: string) => text.length * 14 };
        const { width } = layOut(
          model,
          { em: METRICS.em, measure: (text) => text.length * 7 },
          ROOM,
        );
        const wider = layOut(model, double, ROOM).width;
        // A pixel of each column is for rounding.
        assert.ok(Math.abs(wider - 2 * width) < 8, `${wider} and ${width}`);
      }),
      { numRuns: 50 },
    );
  });

  it('is the same for the same map', () => {
    fc.assert(
      fc.property(anyMap, (model) => {
        assert.deepEqual(layOut(model, METRICS, ROOM), layOut(model, METRICS, ROOM));
      }),
      { numRuns: 20 },
    );
  });
});

function contentsApart({ rect, members, rows }: PlacedBox): void {
  const inner = [...members, ...rows].map((it) => it.rect);
  apart(inner);
  for (const one of inner) within(one, rect);
}

/** Things below each other. */
function apart(rects: readonly Rect[]): void {
  for (const [index, rect] of rects.entries()) {
    const next = rects[index + 1];
    if (next) assert.ok(rect.y + rect.height <= next.y, JSON.stringify([rect, next]));
  }
}

function within(inner: Rect, outer: Rect): void {
  const fits =
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width + TINY &&
    inner.y + inner.height <= outer.y + outer.height + TINY;
  assert.ok(fits, JSON.stringify([inner, outer]));
}

/** Sums of fractions are not exact. */
const TINY = 1e-6;

function textWithin({ x, y, width }: PlacedText, outer: Rect): void {
  within({ x, y: y - METRICS.em * 0.75, width, height: METRICS.em }, outer);
}

function isAllOrCut({ text }: PlacedText, full: string): void {
  // Nothing is left where not even the ellipsis has room.
  assert.ok(text === full || text === '' || text.includes(ELLIPSIS), `${text} of ${full}`);
}
