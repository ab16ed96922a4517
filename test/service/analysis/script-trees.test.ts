/** The trees of scripts are kept as long as somebody looks at them, and given back then. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scriptTrees } from '../../../server/src/service/analysis/script-trees.ts';

const TEXT = 'echo 1\n';

test('a script is read once, until its text is another one', () => {
  const trees = scriptTrees();
  const tree = trees.get('/w/a.sh', TEXT);
  assert.equal(trees.get('/w/a.sh', TEXT), tree);
  assert.notEqual(trees.get('/w/a.sh', `${TEXT}#`), tree);
});

test('what was forgotten is not kept, and nothing else is lost with it', () => {
  const trees = scriptTrees(2 * TEXT.length);
  const tree = trees.get('/w/a.sh', TEXT);
  const other = trees.get('/w/b.sh', TEXT);
  trees.forget('/w/a.sh');
  trees.forget('/w/nothing.sh');
  assert.notEqual(trees.get('/w/a.sh', TEXT), tree);
  // There is room for both, so what was forgotten is not counted any more.
  assert.equal(trees.get('/w/b.sh', TEXT), other);
});
