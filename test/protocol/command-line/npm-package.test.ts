/** The package for npm: packed as it is published, installed into an empty folder without a network, and used there. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import type { DocumentDiagnosticReport } from 'vscode-languageserver';
import { packageForNpm } from '../../../scripts/npm-package.mjs';
import { npmRun } from '../../../scripts/toolchain.mjs';
import { splitWords } from '../../../server/src/text/split-words.ts';
import { plainEnvironment, SERVER_NODE, startClient } from '../../support/lsp-client.ts';
import { readManifest, readRepositoryFile } from '../../support/repository.ts';
import { SHELL } from '../documents.ts';
import { makeFolder, type WorkspaceFolder } from '../workspace-folder.ts';

/** A folder with nothing but the installed package. */
async function installed(t: TestContext): Promise<WorkspaceFolder> {
  const tarball = await packageForNpm(makeFolder(t).path('.'));
  const folder = makeFolder(t);
  // The npm that runs the tests tells its own prefix to every npm below it.
  const own = Object.entries(plainEnvironment()).filter(([key]) => !key.startsWith('npm_'));
  const quiet = { stdio: 'ignore', env: Object.fromEntries(own) } as const;
  const where = ['--global', '--prefix', folder.path('.')];
  const install = ['install', ...where, '--offline', '--no-audit', '--no-fund', tarball];
  assert.equal(await npmRun(install, { ...quiet, cwd: folder.path('.') }), 0);
  return folder;
}

describe('the package for npm', () => {
  it('says no version of its own, and has no dependency and no script', () => {
    const own = JSON.parse(readRepositoryFile('npm/package.json'));
    assert.equal(own.version, undefined);
    assert.equal(own.scripts, undefined);
    const wrong = Object.keys(own).filter((key) => /dependencies$/i.test(key));
    assert.deepEqual(wrong, []);
  });

  it('checks, explains and serves an editor where nothing else is installed', async (t) => {
    const folder = await installed(t);
    assert.deepEqual(
      readdirSync(folder.path('lib/node_modules')).filter((name) => !name.startsWith('.')),
      ['qemu-monitor-guard'],
    );
    const home = folder.path('lib/node_modules/qemu-monitor-guard');
    const dist = readdirSync(join(home, 'dist')).toSorted();
    assert.deepEqual(
      dist,
      splitWords(
        'cli.js package.json sbom.cdx.json server-thread.js server.js third-party-notices.txt',
      ),
    );
    const own = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
    assert.equal(own.version, readManifest().version);
    assert.ok(existsSync(folder.path('share/man/man1/qemu-monitor-guard.1')));
    assert.deepEqual(readdirSync(join(home, 'completions')), [
      '_qemu-monitor-guard',
      'qemu-monitor-guard.bash',
      'qemu-monitor-guard.fish',
    ]);
    const { components } = JSON.parse(readFileSync(join(home, 'dist/sbom.cdx.json'), 'utf8'));
    const notices = readFileSync(join(home, 'dist/third-party-notices.txt'), 'utf8');
    for (const { name, version, purl, hashes } of components) {
      assert.ok(notices.includes(`\n${name} ${version} (`), name);
      assert.equal(decodeURIComponent(purl), `pkg:npm/${name}@${version}`);
      assert.match(hashes[0].content, /^[0-9a-f]{128}$/, name);
    }
    assert.equal(components.length, notices.split(`\n${'-'.repeat(80)}\n`).length - 1);
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
    assert.match(run('explain', 'monitor-on-network').stdout, /^# A monitor listens/);
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
