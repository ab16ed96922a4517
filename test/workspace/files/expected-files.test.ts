import assert from 'node:assert/strict';
import { it } from 'node:test';
import { expectedFiles } from '../../../server/src/workspace/files/expected-files.ts';

it('expects of a file what files of its name asked for in their folders and above, and what it names', () => {
  const expected = expectedFiles();
  assert.deepEqual(expected.of('/w/a/Makefile', 'all:\n'), []);
  expected.note('/w/a/Makefile', ['/w/a/local.mk', '/w/a/once.mk', '/w/lib/vm.mk']);
  expected.note('/w/b/Makefile', ['/w/b/local.mk', '/w/b/ci.mk', '/elsewhere.mk']);
  expected.note('/w/c/Makefile', ['/w/c/ci.mk']);
  assert.deepEqual(expected.of('/w/apps/b/Makefile', 'all:\n'), [
    '/w/apps/b/local.mk',
    '/w/apps/b/ci.mk',
    '/w/apps/local.mk',
    '/w/apps/ci.mk',
    '/w/local.mk',
    '/w/ci.mk',
  ]);
  assert.deepEqual(expected.of('/w/run.sh', '. ./lib.sh\n'), ['/w/lib.sh']);
});
