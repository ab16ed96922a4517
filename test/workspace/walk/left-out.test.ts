/** What the settings leave out of a review, in the words of VS Code's globs. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isLeftOut, leftOut } from '../../../server/src/workspace/walk/left-out.ts';

/** Whether a file of the folder `/w` is left out with these globs, or a folder on the way to it. */
async function isExcluded(path: string, globs: readonly string[]): Promise<boolean> {
  const rules = leftOut({
    folders: ['/w'],
    excluded: () => globs,
    read: async () => undefined,
    say: assert.fail,
  });
  const names = path.split('/');
  const name = names.pop() ?? '';
  const inFolder = await rules.rulesOf(['/w', ...names].join('/'));
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

test('nobody looks for sources of people in folders of tools', async () => {
  for (const folder of ['.git', '.hg', '.svn', 'node_modules']) {
    assert.equal(await isExcluded(`a/${folder}/run.sh`, []), true);
    assert.equal(await isExcluded(folder, []), false, 'a file may be called so');
  }
});

test('folders that are too far down are not looked into', async () => {
  assert.equal(await isExcluded(`${'a/'.repeat(90)}run.sh`, []), false);
  assert.equal(await isExcluded(`${'a/'.repeat(200)}run.sh`, []), true);
});

/** What is said of a list, and how many steps it would take for one name. */
async function heed(list: string) {
  const said: string[] = [];
  const read = async (path: string) => (path === '/w/.gitignore' ? list : undefined);
  const say = (message: string): void => void said.push(message);
  const rules = await leftOut({ folders: ['/w'], excluded: () => [], read, say }).rulesOf('/w');
  return { said, cost: rules?.cost };
}

const BOMBS: readonly (readonly [what: string, line: (place: number) => string])[] = [
  ['folders at any depth', (place) => `/**/a*/**/a*/**/a*/**/b${place}`],
  ['stars in a name', (place) => `*a*a*a*a*a*b${place}`],
  ['brackets of ranges', (place) => `[${'a-b'.repeat(50)}]*[${'c-d'.repeat(50)}]*${place}`],
  ['names behind a star', (place) => `*/a${place}/b/c/d`],
  ['short stars', (place) => `*${place.toString(36)}`],
];

for (const [what, line] of BOMBS) {
  test(`a list of a megabyte with ${what} costs no more than its bound, or is not heeded`, async () => {
    const lines: string[] = [];
    for (let length = 0; length < 1024 * 1024; length += (lines.at(-1)?.length ?? 0) + 1) {
      lines.push(line(lines.length));
    }
    const { said, cost } = await heed(lines.join('\n'));
    assert.deepEqual(said, ['/w/.gitignore is ignored: its patterns are too many']);
    assert.equal(cost, 0);
    // A list that people write is nowhere near.
    assert.deepEqual((await heed(lines.slice(0, 20).join('\n'))).said, []);
  });
}

test('a list of a megabyte of plain names is heeded, and costs next to nothing', async () => {
  const lines = Array.from({ length: 100_000 }, (_, place) => `/build/${place}.sh\nlog${place}`);
  assert.deepEqual(await heed(lines.join('\n')), { said: [], cost: 0 });
});

test('lists in folders of folders share the bound', async () => {
  const list = Array.from({ length: 90 }, (_, place) => `*a*b${place}*c`).join('\n');
  const said: string[] = [];
  const rules = leftOut({
    folders: ['/w'],
    excluded: () => [],
    read: async (path) => (path.endsWith('/.gitignore') ? list : undefined),
    say: (message) => void said.push(message),
  });
  const found = await rules.rulesOf('/w/a/a/a/a/a/a/a/a/a/a/a/a');
  assert.ok((found?.cost ?? 0) <= 400_000);
  assert.ok(said.length > 0 && said.length < 13, `${said.length}`);
});

test('what lies outside of the workspace is left out', async () => {
  const rules = leftOut({
    folders: ['/w'],
    excluded: () => [],
    read: async () => undefined,
    say: assert.fail,
  });
  assert.equal(await rules.rulesOf('/elsewhere/a'), undefined);
  assert.equal(await rules.rulesOf('/'), undefined);
});
