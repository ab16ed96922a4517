/** The walk through a workspace reads no more files than it may, and says when there are more. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { diskAccess } from '../../../server/src/workspace/disk/disk-access.ts';
import { walkFiles } from '../../../server/src/workspace/walk/walk-files.ts';
import { makeFolder } from '../../protocol/workspace-folder.ts';

const OPEN = 'qemu-system-x86_64 -monitor tcp:0.0.0.0:4444,server,nowait\n';

async function walked(folder: string, limit: number) {
  const parts = {
    access: diskAccess(() => [folder]),
    excluded: () => [],
    isOpen: () => false,
    leftOut: (message: string) => assert.fail(message),
    turn: () => Promise.resolve(),
  };
  const walk = walkFiles(parts, { folders: [folder], limit, isUnwanted: () => false });
  const found: string[] = [];
  for await (const batch of walk.files) {
    for (const { path } of batch) found.push(path.slice(folder.length + 1));
  }
  return { found: found.toSorted(), isLimited: walk.isLimited() };
}

describe('a walk', () => {
  it('reads the first files where there are more than the limit', async (t) => {
    const folder = makeFolder(t, { 'a.sh': OPEN, 'b.sh': OPEN, 'c.sh': OPEN });
    assert.deepEqual(await walked(folder.path(''), 2), {
      found: ['a.sh', 'b.sh'],
      isLimited: true,
    });
    assert.equal((await walked(folder.path(''), 3)).isLimited, false);
  });

  it('counts no files that hold no text', async (t) => {
    const names = [...Array.from({ length: 100 }, (_, index) => `a${index}.png`), 'z.sh'];
    const folder = makeFolder(t, Object.fromEntries(names.map((name) => [name, OPEN])));
    assert.deepEqual(await walked(folder.path(''), 2), { found: ['z.sh'], isLimited: false });
  });
});
