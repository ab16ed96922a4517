/** The trees of scripts are kept while they are used, and dropped then. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { analyze } from '../../../server/src/service/analysis/analyze.ts';
import { analysisMemory } from '../../../server/src/service/analysis/included-files.ts';
import { scriptTrees } from '../../../server/src/service/analysis/script-trees.ts';
import { fixesAsAsked } from '../../../server/src/service/fixes/render-fix.ts';
import { DEFAULT_SETTINGS } from '../../../server/src/service/settings/settings.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

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

test('of a script that is read with one text after the other there is one tree, also while the present work lasts', () => {
  const left = (): number => {
    collect();
    return process.memoryUsage().heapUsed;
  };
  // Too long to be held, so that it is up to the engine.
  const text = (index: number) => `${'x=1; [ "$x" ] && y=2\n'.repeat(8_000)}# ${index}`;
  const trees = scriptTrees();
  const before = left();
  // The words of a tree are read on demand.
  const read = (index: number): number => trees.get('/w/a.sh', text(index)).nodes.length;
  read(0);
  const one = left() - before;
  for (let index = 1; index < 8; index++) read(index);
  assert.ok(left() - before < 3 * one);
});

test('fixes do not hold on to the tree of a long script', async () => {
  const text = `${'echo 1\n'.repeat(40_000)}qemu-system-x86_64 -monitor tcp:0.0.0.0:4444,server\n`;
  const source = { text, languageId: 'shellscript', path: '/w/a.sh' };
  const analysis = analyze(source, DEFAULT_SETTINGS);
  const fixes = fixesAsAsked(analysis, DEFAULT_SETTINGS);
  const [finding] = analysis.findings;
  assert.ok(finding && fixes.get(finding)?.length);
  const tree = new WeakRef(analysis.trees.get(source.path, text));
  await setTimeout(1);
  collect();
  assert.ok(tree.deref() === undefined);
  assert.ok(fixes.get(finding));
});

test('whether a script has an error is known without its tree', () => {
  const read = scriptTrees();
  for (const [text, isWhole] of [
    ['kvm -S\n', true],
    ['kvm -S\nif', false],
  ] as const) {
    let count = 0;
    const get = (path: string, asked: string) => {
      count++;
      return read.get(path, asked);
    };
    const source = { text, languageId: 'shellscript', path: '/w/a.sh' };
    const memory = analysisMemory({ ...read, get });
    const analysis = analyze(source, DEFAULT_SETTINGS, undefined, memory);
    const before = count;
    assert.ok(before > 0);
    assert.equal(analysis.isWhole(), isWhole);
    assert.equal(count, before);
  }
});

test('a makefile is read once for all in which it has the same place', () => {
  const trees = scriptTrees();
  const first = trees.makefile('/w/common.mk', 'A = 1\n', 4096);
  assert.equal(trees.makefile('/w/common.mk', 'A = 1\n', 4096), first);
  assert.notEqual(trees.makefile('/w/common.mk', 'A = 1\n', 8192), first);
  const other = trees.makefile('/w/common.mk', 'A = 2\n', 4096);
  assert.notEqual(other, first);
  assert.equal(other.nodes[0]?.at.start, 4096);
});
