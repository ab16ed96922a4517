/**
 * The hooks in pre-commit itself, which makes a place for them with the machine's Node and npm: as our page says, and from a
 * repository with the file of hooks. The package is not published, so one that runs the built program stands in for it.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { ROOT } from '../../../scripts/toolchain.mjs';
import { plainEnvironment } from '../../support/lsp-client.ts';
import { readManifest, readRepositoryFile } from '../../support/repository.ts';
import { makeFolder, type WorkspaceFolder } from '../workspace-folder.ts';

const OPEN = 'qemu-system-x86_64 -monitor tcp::4444,server,nowait\n';
const PATIENCE = 300_000;

/** A repository to commit to, one with the hooks, a package and a home. */
function makeRepositories(t: TestContext): WorkspaceFolder {
  const { version } = readManifest();
  const cli = JSON.stringify(join(ROOT, 'dist', 'cli.js'));
  const folder = makeFolder(t, {
    'package/package.json': JSON.stringify({
      name: 'qemu-monitor-guard',
      version,
      bin: { 'qemu-monitor-guard': 'cli.js' },
    }),
    'package/cli.js': `#!/usr/bin/env node\nrequire(${cli});\n`,
    'hooks/package.json': '{ "name": "qemu-monitor-guard-hooks", "version": "0.1.0" }\n',
    'project/run.sh': OPEN,
    'project/old/run.sh': OPEN,
    'project/notes.txt': 'nothing\n',
    'project/.qemu-monitor-guard.json': '{ "exclude": ["old"] }\n',
  });
  chmodSync(folder.path('package/cli.js'), 0o755);
  const local = (text: string): string =>
    text.replaceAll(`qemu-monitor-guard@${version}`, folder.path('package'));
  const block = readRepositoryFile('docs/ci.md').split('## pre-commit\n\n```yaml\n')[1];
  folder.write('project/.pre-commit-config.yaml', local(block?.split('```')[0] ?? ''));
  const hooks = '.pre-commit-hooks.yaml';
  folder.write(`hooks/${hooks}`, local(readRepositoryFile(hooks)));
  for (const name of ['project', 'hooks']) {
    for (const words of ['init --quiet', 'add --all', 'commit --quiet -m all']) {
      const { status, stderr } = run(folder, name, 'git', ...words.split(' '));
      assert.equal(status, 0, stderr);
    }
  }
  return folder;
}

function run(folder: WorkspaceFolder, cwd: string, program: string, ...words: readonly string[]) {
  const home = folder.path('.');
  const who = { NAME: 'Somebody', EMAIL: 'somebody@example.org' };
  return spawnSync(program, words, {
    cwd: folder.path(cwd),
    encoding: 'utf8',
    timeout: PATIENCE,
    env: {
      ...plainEnvironment(),
      HOME: home,
      PRE_COMMIT_HOME: join(home, 'cache'),
      GIT_AUTHOR_NAME: who.NAME,
      GIT_AUTHOR_EMAIL: who.EMAIL,
      GIT_COMMITTER_NAME: who.NAME,
      GIT_COMMITTER_EMAIL: who.EMAIL,
    },
  });
}

const { error } = spawnSync('pre-commit', ['--version']);

describe('in pre-commit', () => {
  if (error) {
    it('the hooks run under CI', (t) => {
      t.diagnostic('pre-commit is not installed, so the hooks were not run');
      assert.notEqual(process.env['CI'], 'true', 'CI needs the Debian package pre-commit');
    });
    return;
  }

  it('the hook of our page names what is open, and no file that is excluded', (t) => {
    const folder = makeRepositories(t);
    const { status, stdout } = run(folder, 'project', 'pre-commit', 'run', '--all-files');
    assert.equal(status, 1);
    assert.match(stdout, /^ --> run\.sh:1:29$/m);
    assert.doesNotMatch(stdout, /old\/run\.sh/);
    assert.match(stdout, /^1 finding \(1 error\) in 1 file;/m);
  });

  it('the hook that fixes does so', (t) => {
    const folder = makeRepositories(t);
    const hook = ['try-repo', folder.path('hooks'), 'qemu-monitor-guard-fix', '--all-files'];
    const { status, stdout } = run(folder, 'project', 'pre-commit', ...hook);
    assert.equal(status, 1, stdout);
    assert.match(stdout, /^- files were modified by this hook\n\nFixed run\.sh$/m);
    assert.match(readFileSync(folder.path('project/run.sh'), 'utf8'), /-monitor "unix:/);
    assert.equal(readFileSync(folder.path('project/old/run.sh'), 'utf8'), OPEN);
  });
});
