/** The walk through a workspace reads no more files than it may, and says when there are more. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { diskAccess } from '../../../server/src/workspace/disk/disk-access.ts';
import { walkFiles } from '../../../server/src/workspace/walk/walk-files.ts';
import { makeFolder } from '../../protocol/workspace-folder.ts';

const OPEN = 'qemu-system-x86_64 -monitor tcp:0.0.0.0:4444,server,nowait\n';

function walkOf(folder: string, limit: number) {
  const parts = {
    access: diskAccess(() => [folder]),
    excluded: () => [],
    isOpen: () => false,
    leftOut: (message: string) => assert.fail(message),
    turn: () => Promise.resolve(),
  };
  return walkFiles(parts, { folders: [folder], limit, isUnwanted: () => false });
}

async function walked(folder: string, limit: number) {
  const walk = walkOf(folder, limit);
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

  it('gives scripts that only bring in others last, with those of which none has to do with QEMU', async (t) => {
    const folder = makeFolder(t, {
      'a-quiet.sh': '. lib/quiet.sh\n',
      'b-loud.sh': '. lib/loud.sh\n',
      'c-settings.sh': '. "$HERE/vm"\n',
      'd-ring.sh': '. e-ring.sh\n',
      'e-ring.sh': '. d-ring.sh\n. absent.sh\n',
      'f-computed.sh': '. "$1"\n',
      'g-base-a-quiet.sh': 'name=$(basename $0)\n. ./${name#g-base-}\n',
      'g-base-b-loud.sh': 'name=$(basename $0)\nname=${name#$1-}\n. ./$name\n',
      'g-base-lib-d-ring.sh': 'name=${0##*/}\nname=${name#g-base-lib-}\n. ./$name\n',
      'lib/quiet.sh': '. ./more.sh\n',
      'lib/more.sh': 'echo\n',
      'lib/loud.sh': OPEN,
      'settings/vm': 'MONITOR="-monitor tcp::4444"\n',
    });
    const relative = (path: string) => path.slice(folder.path('').length + 1);
    const quiet = new Map<string, readonly string[] | undefined>();
    for await (const batch of walkOf(folder.path(''), 100).files) {
      for (const file of batch) {
        const names = file.quiet && [...file.quiet].map((path) => relative(path)).toSorted();
        quiet.set(relative(file.path), names);
      }
    }
    assert.deepEqual(Object.fromEntries(quiet), {
      'lib/loud.sh': undefined,
      'a-quiet.sh': ['a-quiet.sh', 'lib/more.sh', 'lib/quiet.sh'],
      'b-loud.sh': undefined,
      'c-settings.sh': undefined,
      'd-ring.sh': ['absent.sh', 'd-ring.sh', 'e-ring.sh'],
      'e-ring.sh': ['absent.sh', 'd-ring.sh', 'e-ring.sh'],
      'f-computed.sh': undefined,
      'g-base-a-quiet.sh': undefined,
      'g-base-b-loud.sh': undefined,
      'g-base-lib-d-ring.sh': ['absent.sh', 'd-ring.sh', 'e-ring.sh', 'g-base-lib-d-ring.sh'],
      'lib/quiet.sh': ['lib/more.sh', 'lib/quiet.sh'],
      'settings/vm': undefined,
    });
  });
});
