/** The package for npm: packed as it is published, installed into an empty folder without a network, and used there. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import type { DocumentDiagnosticReport } from 'vscode-languageserver';
import { npmRun, ROOT } from '../../../scripts/toolchain.mjs';
import { splitWords } from '../../../server/src/text/split-words.ts';
import { plainEnvironment, SERVER_NODE, startClient } from '../../support/lsp-client.ts';
import { readManifest, readRepositoryFile } from '../../support/repository.ts';
import { SHELL } from '../documents.ts';
import { makeFolder, type WorkspaceFolder } from '../workspace-folder.ts';

/** A folder with nothing but the installed package. */
async function installed(t: TestContext): Promise<WorkspaceFolder> {
  const packed = makeFolder(t);
  const folder = makeFolder(t, { 'package.json': '{}' });
  const quiet = { stdio: 'ignore', env: plainEnvironment() } as const;
  const pack = ['pack', '--pack-destination', packed.path('.')];
  assert.equal(await npmRun(pack, { ...quiet, cwd: join(ROOT, 'npm') }), 0);
  const [tarball = ''] = readdirSync(packed.path('.'));
  const install = ['install', '--offline', '--no-audit', '--no-fund', packed.path(tarball)];
  assert.equal(await npmRun(install, { ...quiet, cwd: folder.path('.') }), 0);
  return folder;
}

describe('the package for npm', () => {
  it('is of the version of the extension, and has no dependency', () => {
    const own = JSON.parse(readRepositoryFile('npm/package.json'));
    assert.equal(own.version, readManifest().version);
    const wrong = Object.keys(own).filter((key) => /dependencies$/i.test(key));
    assert.deepEqual(wrong, []);
  });

  it('checks, explains and serves an editor where nothing else is installed', async (t) => {
    const folder = await installed(t);
    assert.deepEqual(
      readdirSync(folder.path('node_modules')).filter((name) => !name.startsWith('.')),
      ['qemu-monitor-guard'],
    );
    const home = folder.path('node_modules/qemu-monitor-guard');
    const dist = readdirSync(join(home, 'dist')).toSorted();
    assert.deepEqual(
      dist,
      splitWords('cli.js package.json server-thread.js server.js third-party-notices.txt'),
    );
    const program = join(home, 'dist', 'cli.js');
    assert.match(readFileSync(program, 'utf8').slice(0, 30), /^#!\/usr\/bin\/env node\n/);
    folder.write('run.sh', SHELL.text);
    const run = (...words: string[]) =>
      spawnSync(SERVER_NODE, [program, ...words], {
        cwd: folder.path('.'),
        encoding: 'utf8',
        env: plainEnvironment(),
      });
    const checked = run('-f', 'concise');
    assert.match(checked.stdout, /^run\.sh:\d+:\d+: error\[monitor-on-network\]/);
    assert.equal(checked.status, 1);
    assert.match(run('explain', 'monitor-on-network').stdout, /^A monitor listens/);
    assert.match(run('-f', 'sarif').stdout, /"markdown": "# A monitor listens/);
    const client = await startClient({ server: program, serverWords: ['lsp'] });
    t.after(() => client.kill());
    client.open(SHELL.uri, SHELL.languageId, SHELL.text);
    const report = await client.request<DocumentDiagnosticReport>('textDocument/diagnostic', {
      textDocument: { uri: SHELL.uri },
    });
    assert.ok(report.kind === 'full' && report.items.length === 1);
  });
});
