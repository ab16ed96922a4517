/** Options of monitors in the lists and strings of other languages. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyzeText } from '../../support/check.ts';
import { FORMS } from './forms.ts';

/** The rules that say where a monitor listens. */
const LISTENING = new Set(['monitor-on-network', 'monitor-on-loopback']);

function foundIn(text: string, languageId: string, path: string): readonly string[] {
  return analyzeText(text, { languageId, path }).findings.map(({ at, rule }) => {
    const own = text.slice(at.start, at.end);
    return LISTENING.has(rule) ? own : `${rule} ${own}`;
  });
}

for (const { languageId, path, accepted, rejected } of FORMS) {
  describe(`a list in ${languageId}`, () => {
    for (const { text, found } of accepted) {
      it(`has a monitor in ${text}`, () => {
        assert.deepEqual(foundIn(text, languageId, path), found);
      });
    }
    for (const text of rejected) {
      it(`has none in ${text}`, () => {
        assert.deepEqual(foundIn(text, languageId, path), []);
      });
    }
  });
}
