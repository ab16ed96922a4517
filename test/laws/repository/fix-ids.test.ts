/** The page of fixes has all of them, and says of each whether it is safe as the analysis does. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FIX_IDS } from '../../../server/src/rules/fix-ids.ts';
import { analyzeText, fixesOf } from '../../support/check.ts';
import { codeBlocks, LANGUAGE_IDS, tableRows } from '../../support/markdown.ts';
import { filesBelow, readRepositoryFile } from '../../support/repository.ts';

const ROWS = tableRows(readRepositoryFile('docs/fixes.md')).flatMap(([id = '', , safe = '']) => {
  const [, name] = /^`([\w-]+)`$/.exec(id) ?? [];
  return name === undefined ? [] : [{ id: name, safe }];
});

describe('docs/fixes.md', () => {
  it('has a row for each fix, in the order of their ids', () => {
    const ids = ROWS.map(({ id }) => id);
    assert.deepEqual(ids, [...FIX_IDS]);
    assert.deepEqual(ids, ids.toSorted());
  });

  it('has none that nothing offers', () => {
    const sources = filesBelow('server/src')
      .filter((path) => path.endsWith('.ts') && !path.endsWith('/fix-ids.ts'))
      .map(readRepositoryFile);
    const offered = FIX_IDS.filter((id) => sources.some((text) => text.includes(`'${id}'`)));
    assert.deepEqual(offered, [...FIX_IDS]);
  });

  it('calls safe what is safe in the examples of the rules, and nothing else', () => {
    const found = new Map<string, Set<string>>();
    for (const page of filesBelow('docs/rules')) {
      for (const { language, text } of codeBlocks(readRepositoryFile(page))) {
        const languageId = LANGUAGE_IDS.get(language);
        if (languageId === undefined) continue;
        const options = { languageId, settings: { neighbours: true } };
        const analysis = analyzeText(text, options);
        for (const finding of analysis.findings) {
          for (const { id, safety } of fixesOf(analysis, finding, options)) {
            found.set(id, (found.get(id) ?? new Set()).add(safety));
          }
        }
      }
    }
    assert.ok(found.size > 15, `only ${found.size} fixes are in the examples`);
    for (const { id, safe } of ROWS) {
      const seen = [...(found.get(id) ?? [])];
      if (safe === 'no') assert.ok(!seen.includes('safe'), id);
      if (safe === 'yes') assert.ok(!seen.includes('review'), id);
    }
  });
});
