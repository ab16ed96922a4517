/** What the server does before a document opens, so that the first is answered sooner. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { WARMING, warmUp } from '../../../server/src/lsp/warm-up.ts';
import { analyze } from '../../../server/src/service/analysis/analyze.ts';
import { renderFixes } from '../../../server/src/service/fixes/render-fix.ts';
import { DEFAULT_SETTINGS } from '../../../server/src/service/settings/settings.ts';

/** Warms up with a clock of its own; returns how many steps were waited for until nothing was left. */
function stepsOf(isWorking: (steps: number) => boolean): number {
  const waiting: (() => void)[] = [];
  let steps = 0;
  const later = (_milliseconds: number, work: () => void) => {
    waiting.push(work);
    return () => undefined;
  };
  warmUp({ later }, () => isWorking(steps));
  for (let work = waiting.shift(); work; work = waiting.shift()) {
    assert.equal(waiting.length, 0, 'one step waits for the other');
    steps++;
    work();
  }
  return steps;
}

describe('warming up', () => {
  it('analyzes documents in which there is something to find and to mend', () => {
    for (const sample of WARMING) {
      const analysis = analyze(sample, DEFAULT_SETTINGS);
      assert.deepEqual(analysis.failures, [], sample.text);
      assert.ok(analysis.connections.machines.length > 0, sample.text);
    }
    const fixes = WARMING.flatMap((sample) => [
      ...renderFixes(analyze(sample, DEFAULT_SETTINGS), DEFAULT_SETTINGS).values(),
    ]);
    assert.ok(fixes.flat().length > 0);
  });

  it('comes to an end', () => {
    assert.ok(stepsOf(() => false) > WARMING.length);
  });

  it('does nothing while a document is open, and stops when one opens', () => {
    assert.equal(
      stepsOf(() => true),
      1,
    );
    assert.equal(
      stepsOf((steps) => steps > 3),
      4,
    );
  });
});
