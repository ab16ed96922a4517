/** What a list of ignored paths may cost: beyond its bound it is not heeded, and that is said. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { leftOut } from '../../../server/src/workspace/walk/left-out.ts';

/** What is said of a list that each folder on the way to one has, and how many steps it would take there for one name. */
async function heed(list: string, folder = '/w') {
  const said: string[] = [];
  const read = async (path: string) => (path.endsWith('/.gitignore') ? list : undefined);
  const say = (message: string): void => void said.push(message);
  const tracked = async () => () => new Set<string>();
  const parts = { folders: ['/w'], excluded: () => [], read, tracked, say };
  const rules = await leftOut(parts).rulesOf(folder);
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
  const { said, cost } = await heed(list, `/w${'/a'.repeat(12)}`);
  assert.ok((cost ?? 0) <= 400_000);
  assert.ok(said.length > 0 && said.length < 13, `${said.length}`);
});
