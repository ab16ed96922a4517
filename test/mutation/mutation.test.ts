/** Laws of findings and fixes over mutated documents: those that once broke one, and random ones. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { languageOf } from '../../server/src/languages/detect.ts';
import { LANGUAGES } from '../../server/src/languages/index.ts';
import { endingOf, HOSTS } from './hosts.ts';
import { judge } from './laws.ts';
import { runMutations } from './run.ts';

const DATA = new URL('data/', import.meta.url);
/** How many documents are tried with each run of the tests; `npm run test:mutation` goes on for two minutes. */
const DOCUMENTS = 150;

describe('findings and fixes keep the laws', () => {
  for (const name of readdirSync(DATA)) {
    it(`in ${name}`, () => {
      const text = readFileSync(new URL(name, DATA), 'utf8');
      assert.equal(judge({ ending: endingOf(name), text }).trouble, undefined);
    });
  }

  it('in every language', () => {
    const known = [...HOSTS.values()].map(({ languageId, path }) =>
      languageOf(languageId, path, ''),
    );
    const missing = LANGUAGES.filter((language) => !known.includes(language)).map(({ id }) => id);
    // What is in such a file decides whether it is one.
    assert.deepEqual(missing, ['openrc-settings', 'settings']);
  });

  it('in documents that are mutated', (context) => {
    const { documents, fixes, troubles } = runMutations({
      seed: 20261127,
      first: 0,
      onTrouble: () => undefined,
      goesOn: (done) => done < DOCUMENTS,
    });
    context.diagnostic(`${documents} documents, ${fixes} fixes`);
    const wrong = troubles.map(({ index, trouble }) => `${index}: ${trouble}`);
    assert.deepEqual(wrong, []);
    assert.ok(fixes > 50, `only ${fixes} fixes were tried`);
  });
});
