/** Laws of findings and fixes over mutated documents: those that once broke one, and some that nobody has thought of. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { judge } from './laws.ts';
import { runMutations } from './run.ts';

const DATA = new URL('data/', import.meta.url);
const LANGUAGES: Readonly<Record<string, string>> = {
  sh: 'shellscript',
  py: 'python',
  dockerfile: 'dockerfile',
  xml: 'xml',
  qemu: 'qemu-config',
  args: 'qemu-args',
};

/** How many documents are tried with each run of the tests; `npm run test:mutation` goes on for two minutes. */
const DOCUMENTS = 150;

describe('findings and fixes keep the laws', () => {
  for (const name of readdirSync(DATA)) {
    it(`in ${name}`, () => {
      const text = readFileSync(new URL(name, DATA), 'utf8');
      const languageId = LANGUAGES[name.slice(name.lastIndexOf('.') + 1)] ?? assert.fail(name);
      assert.equal(judge({ languageId, text }, '').trouble, undefined);
    });
  }

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
