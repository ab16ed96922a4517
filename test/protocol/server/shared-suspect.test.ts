/** What a supervisor finds in the memory that it shares with the thread of its server. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sharedSuspect } from '../../../server/src/workspace/thread/shared-suspect.ts';

describe('the file that a server works on', () => {
  const supervisor = sharedSuspect();
  const server = sharedSuspect(supervisor.memory);

  it('is none at first, and none behind the work', () => {
    assert.equal(supervisor.read(), null);
    server.write({ path: '/vm.sh', print: 7 });
    server.write(null);
    assert.equal(supervisor.read(), null);
  });

  it('is the last one that was told, whatever is in its path', () => {
    for (const suspect of [
      { path: '/a/long/path/to/a/script.sh', print: -5 },
      { path: '/vm.sh', print: 2 ** 31 - 1 },
      { path: '/straße/机.sh', print: 0 },
      { path: '', print: 1 },
    ]) {
      server.write(suspect);
      assert.deepEqual(supervisor.read(), suspect);
    }
  });

  it('is none where its path is longer than paths are', () => {
    server.write({ path: '/vm.sh', print: 1 });
    server.write({ path: 'x'.repeat(20_000), print: 2 });
    assert.equal(supervisor.read(), null);
  });
});
