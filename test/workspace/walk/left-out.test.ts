/** What the settings leave out of a review, in the words of VS Code's globs. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isLeftOut, leftOut } from '../../../server/src/workspace/walk/left-out.ts';

const rulesWith = (globs: readonly string[]) =>
  leftOut({
    folders: ['/w'],
    excluded: () => globs,
    read: async () => undefined,
    tracked: async () => () => new Set(),
    say: assert.fail,
  });

/** Whether a file of the folder `/w` is left out with these globs, or a folder on the way to it. */
async function isExcluded(path: string, globs: readonly string[]): Promise<boolean> {
  const names = path.split('/');
  const name = names.pop() ?? '';
  const inFolder = await rulesWith(globs).rulesOf(['/w', ...names].join('/'));
  return inFolder === undefined || isLeftOut(inFolder, name, false);
}

const EXCLUDED: readonly (readonly [glob: string, path: string])[] = [
  ['run.sh', 'run.sh'],
  ['*.sh', 'run.sh'],
  ['**/*.sh', 'run.sh'],
  ['**/*.sh', 'a/b/run.sh'],
  ['**/lab', 'a/lab/run.sh'],
  ['lab/old', 'lab/old/run.sh'],
  ['lab/old/', 'lab/old/run.sh'],
  ['lab/**', 'lab/a/run.sh'],
  ['lab/*/run.sh', 'lab/a/run.sh'],
  ['{lab,old}/*.{sh,bash}', 'old/run.bash'],
  ['a{b,{c,d}}.sh', 'ad.sh'],
  ['run.[st]h', 'run.sh'],
  ['run.?h', 'run.sh'],
  ['#a.sh', '#a.sh'],
  ['!a.sh', '!a.sh'],
  ['with blank ', 'with blank '],
];

for (const [glob, path] of EXCLUDED) {
  test(`the glob ${glob} leaves out ${path}`, async () => {
    assert.equal(await isExcluded(path, [glob]), true);
  });
}

const KEPT: readonly (readonly [glob: string, path: string])[] = [
  ['run.sh', 'a/run.sh'],
  ['*.sh', 'a/run.sh'],
  ['lab/*.sh', 'lab/a/run.sh'],
  ['lab', 'laboratory/run.sh'],
  ['{lab', 'lab'],
  ['', 'run.sh'],
  ['/', 'run.sh'],
  [`${'{a,b}'.repeat(20)}.sh`, 'run.sh'],
];

for (const [glob, path] of KEPT) {
  test(`the glob ${glob.slice(0, 20) || 'that is empty'} does not leave out ${path}`, async () => {
    assert.equal(await isExcluded(path, [glob]), false);
  });
}

test('folders of tools are not searched for sources', async () => {
  for (const folder of ['.git', '.hg', '.svn', 'node_modules']) {
    assert.equal(await isExcluded(`a/${folder}/run.sh`, []), true);
    assert.equal(await isExcluded(folder, []), false, 'a file may be called so');
  }
});

test('what lies outside of the workspace is left out', async () => {
  const rules = rulesWith([]);
  assert.equal(await rules.rulesOf('/elsewhere/a'), undefined);
  assert.equal(await rules.rulesOf('/'), undefined);
});
