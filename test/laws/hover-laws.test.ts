/** What holds for a hover at any place of any example: it is about the text there, short, whole, and says nothing twice. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Analysis } from '../../server/src/service/analysis/analyze.ts';
import { hoverAt } from '../../server/src/service/hover/hover.ts';
import { contains } from '../../server/src/text/span.ts';
import { launchScript, mutated } from '../support/arbitraries.ts';
import { analyzeText } from '../support/check.ts';
import { EXAMPLE_LANGUAGES, readExamples } from '../support/repository.ts';

const EXAMPLES = readExamples();

/** A hover has room for these, and for a word on commands that say otherwise. */
const MAX_LINES = 13;

/** Asserts what holds of the hover at every place of a text, and counts the places that have one. */
function assertSound(analysis: Analysis): number {
  const { text } = analysis.source;
  let count = 0;
  for (let offset = 0; offset < text.length; offset++) {
    const found = hoverAt(analysis, offset);
    if (found === undefined) continue;
    count++;
    const { at, lines } = found;
    const about = `${text.slice(at.start, at.end)} at ${offset}`;
    assert.ok(at.start <= offset && offset <= at.end, about);
    assert.ok(lines.length > 0 && lines.length <= MAX_LINES, `${lines.length} lines: ${about}`);
    const said = lines.map(({ parts }) => parts.map((part) => part.text).join(''));
    // Two monitors may be alike, and are two.
    const once = said.filter((line) => !/^\w+ monitor(?: on .*)?: /.test(line));
    assert.equal(new Set(once).size, once.length, `twice: ${about}`);
    const above = analysis.findings.filter(({ at: found }) => {
      return contains(found, at) || (found.start <= offset && offset < found.end);
    });
    for (const { message } of above) {
      assert.ok(!said.some((line) => line.startsWith(message)), `said above: ${about}`);
    }
    for (const { parts } of lines) {
      const words = parts.map((part) => part.text).join('');
      assert.ok(parts.length > 0 && parts.every((part) => part.text !== ''), about);
      assert.doesNotMatch(words, /undefined|\[object|\{\d\}|[\uE000-\uE0FF\uFFFC]/, about);
    }
  }
  return count;
}

describe('every hover', () => {
  it('is sound in arbitrary scripts, and in broken ones', () => {
    fc.assert(
      fc.property(fc.oneof(launchScript, mutated(launchScript)), (script) => {
        assertSound(analyzeText(script));
      }),
      { seed: 20261126, numRuns: 60 },
    );
  });
});

describe('every hover of the examples', () => {
  it('there are, in each language', () => {
    assert.deepEqual(
      [...new Set(EXAMPLES.map(({ languageId }) => languageId))].sort(),
      Object.values(EXAMPLE_LANGUAGES).sort(),
    );
  });

  for (const { path, languageId, text } of EXAMPLES) {
    it(`is about the text under the cursor, short and whole: ${path}`, () => {
      const analysis = analyzeText(text, { languageId, path: `/w/${path}` });
      const count = assertSound(analysis);
      // Of what libvirt does not pass on, QEMU hears nothing.
      const hasText = analysis.connections.machines.some(
        ({ options, sections }) => options.length + sections.length,
      );
      assert.equal(count > 0, hasText, 'whether something is explained');
    });
  }
});
