import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { composeEdits } from '../../server/src/text/compose-edits.ts';
import { applyEdits, type Edit, editsOverlap } from '../../server/src/text/edit.ts';

/** Edits of a text that do not overlap, out of numbers. */
function editsIn(text: string, numbers: readonly number[], words: readonly string[]): Edit[] {
  const places = numbers.map((number) => number % (text.length + 1)).toSorted((a, b) => a - b);
  const edits: Edit[] = [];
  for (let index = 0; index + 1 < places.length; index += 2) {
    const at = { start: places[index] ?? 0, end: places[index + 1] ?? 0 };
    const last = edits.at(-1);
    if (last && last.at.end === at.start) continue;
    edits.push({ at, text: words[index % words.length] ?? '' });
  }
  return edits;
}

describe('composed edits', () => {
  it('do what both lists do one after the other, and do not overlap', () => {
    const numbers = fc.array(fc.nat(60), { maxLength: 8 });
    const words = fc.array(fc.constantFrom('', 'x', 'yz', 'long one'), { minLength: 1 });
    fc.assert(
      fc.property(
        fc.string({ maxLength: 40 }),
        numbers,
        numbers,
        words,
        (text, one, two, texts) => {
          const first = editsIn(text, one, texts);
          const between = applyEdits(text, first) ?? assert.fail();
          const second = editsIn(between, two, texts);
          const after = applyEdits(between, second) ?? assert.fail();
          const both = composeEdits(text.length, first, second);
          assert.ok(!editsOverlap(both));
          assert.equal(applyEdits(text, both), after);
        },
      ),
      { seed: 20261127, numRuns: 2000 },
    );
  });
});
