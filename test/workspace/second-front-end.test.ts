/** The workspace stands without a protocol: this is all it takes to print what is found in a folder. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { DEFAULT_SETTINGS } from '../../server/src/service/language-service.ts';
import { UNSUPERVISED } from '../../server/src/workspace/attention.ts';
import { diskAccess } from '../../server/src/workspace/disk/disk-access.ts';
import { fileStore } from '../../server/src/workspace/files/file-store.ts';
import { sweepWorkspace } from '../../server/src/workspace/review/sweep.ts';

/** What is found in a folder, a line each: `run.sh monitor-on-network`. */
async function findingsBelow(folder: string): Promise<readonly string[]> {
  const access = diskAccess(() => [folder]);
  const said: string[] = [];
  const nothingOpen = { documents: () => [], openText: () => undefined, isOpen: () => false };
  const sweep = await sweepWorkspace(
    {
      ...{ access, ...nothingOpen, attention: UNSUPERVISED, excluded: () => [] },
      store: fileStore(access, nothingOpen.openText, (message) => said.push(message)),
      isInside: (path) => path.startsWith(`${folder}/`),
      ready: async () => {},
      turn: async () => {},
      ...{ failed: (failure) => assert.fail(failure), leftOut: (message) => said.push(message) },
    },
    () => DEFAULT_SETTINGS,
    { isUnwanted: () => false, onProgress: () => {} },
  );
  assert.ok(sweep, 'somebody wants to know');
  assert.deepEqual(said, []);
  return sweep.files.flatMap(({ path, findings }) =>
    findings.map(({ rule }) => `${path.slice(folder.length + 1)} ${rule}`),
  );
}

describe('a front end without a protocol', () => {
  it('prints the findings of a folder, also where a script brings in what it starts', async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'guard-'));
    t.after(() => rmSync(folder, { recursive: true }));
    mkdirSync(join(folder, 'lib'));
    const files = {
      'run.sh': '. lib/settings.sh\nqemu-system-x86_64 $MONITOR\n',
      'lib/settings.sh': 'MONITOR="-monitor tcp:0.0.0.0:4444,server,nowait"\n',
      'quiet.sh': 'qemu-system-x86_64 -monitor stdio\n',
      'vm.qemu':
        '[chardev "m"]\n  backend = "udp"\n  host = "192.0.2.1"\n  port = "1"\n[mon]\n  chardev = "m"\n',
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    assert.deepEqual(await findingsBelow(folder), [
      'lib/settings.sh monitor-on-network',
      'vm.qemu monitor-over-udp',
    ]);
  });
});
