/** A list of ignored paths beyond its bound is not used, which is reported. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { leftOut } from '../../../server/src/workspace/walk/left-out.ts';

/** The reports about a list in each folder on the way to one, and the steps for a name there. */
async function heed(list: string, folder = '/w') {
  const said: string[] = [];
  const read = async (path: string) => (path.endsWith('/.gitignore') ? list : undefined);
  const say = (message: string): void => void said.push(message);
  const tracked = async () => () => new Set<string>();
  const parts = { folders: ['/w'], excluded: () => [], read, tracked, say };
  const rules = await leftOut(parts).rulesOf(folder);
  return { said, cost: rules?.cost };
}

const LONG: readonly (readonly [what: string, line: (place: number) => string])[] = [
  ['folders at any depth', (place) => `/**/a*/**/a*/**/a*/**/b${place}`],
  ['stars in a name', (place) => `*a*a*a*a*a*b${place}`],
  ['plain names', (place) => `/build/${place}.sh`],
];

for (const [what, line] of LONG) {
  test(`a list of a megabyte with ${what} is not used, which is reported`, async () => {
    const lines: string[] = [];
    for (let length = 0; length < 1024 * 1024; length += (lines.at(-1)?.length ?? 0) + 1) {
      lines.push(line(lines.length));
    }
    const { said, cost } = await heed(lines.join('\n'));
    assert.deepEqual(said, ['/w/.gitignore is ignored: its patterns are too many']);
    assert.equal(cost, 0);
  });
}

test('a list of two thousand lines is used', async () => {
  const lines = Array.from({ length: 1000 }, (_, place) => `/build/${place}.sh\n*a*b${place}*c`);
  assert.deepEqual((await heed(lines.join('\n'))).said, []);
});

test('lists in folders of folders share the bound', async () => {
  const list = Array.from({ length: 900 }, (_, place) => `*a*b${place}*c`).join('\n');
  const { said, cost } = await heed(list, `/w${'/a'.repeat(12)}`);
  assert.ok(cost !== undefined && cost > 0 && cost <= 400_000);
  assert.ok(said.length > 0 && said.length < 13, `${said.length}`);
});
