/**
 * The hooks of our page in pre-commit itself, which makes a place for them with the machine's Node and npm: a local one, and
 * one of a mirror. A package that runs the built program stands in for a release's.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { ROOT } from '../../../scripts/toolchain.mjs';
import { plainEnvironment } from '../../support/lsp-client.ts';
import { codeBlocks } from '../../support/markdown.ts';
import { readManifest, readRepositoryFile } from '../../support/repository.ts';
import { makeFolder, type WorkspaceFolder } from '../workspace-folder.ts';

const OPEN = 'qemu-system-x86_64 -monitor tcp::4444,server,nowait\n';
const PATIENCE = 300_000;

/** The blocks of the section of our page, in their order: what a project writes, and the two files of a mirror. */
const BLOCKS = codeBlocks(readRepositoryFile('docs/ci.md')).filter(
  ({ section }) => section === 'pre-commit',
);

/** A repository to commit to, a mirror, a package and a home. */
function makeRepositories(t: TestContext): WorkspaceFolder {
  const [project, hooks, manifest, ...more] = BLOCKS.map(({ text }) => text);
  assert.deepEqual(more, []);
  const cli = JSON.stringify(join(ROOT, 'dist', 'cli.js'));
  const folder = makeFolder(t, {
    'package/package.json': JSON.stringify({
      name: 'qemu-monitor-guard',
      version: readManifest().version,
      bin: { 'qemu-monitor-guard': 'cli.js' },
    }),
    'package/cli.js': `#!/usr/bin/env node\nrequire(${cli});\n`,
    'hooks/package.json': manifest ?? '',
    'project/run.sh': OPEN,
    'project/--fail-on=never': `#!/bin/sh\n${OPEN}`,
    'project/old/run.sh': OPEN,
    'project/notes.txt': 'nothing\n',
    'project/.qemu-monitor-guard.json': '{ "exclude": ["old"] }\n',
  });
  chmodSync(folder.path('package/cli.js'), 0o755);
  const local = (text = ''): string =>
    text.replace(/https:.*\/qemu-monitor-guard-.*\.tgz$/m, folder.path('package'));
  folder.write('project/.pre-commit-config.yaml', local(project));
  folder.write('hooks/.pre-commit-hooks.yaml', local(hooks));
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

  it('the local hook names what is open, whatever a file is called, and no file that is excluded', (t) => {
    const folder = makeRepositories(t);
    const { status, stdout } = run(folder, 'project', 'pre-commit', 'run', '--all-files');
    assert.equal(status, 1);
    assert.match(stdout, /^run\.sh\n {2}1:29 {2}error /m);
    assert.match(stdout, /^--fail-on=never\n {2}2:29 {2}error /m);
    assert.doesNotMatch(stdout, /old\/run\.sh/);
    assert.match(stdout, /^2 findings \(2 errors\) in 2 files;/m);
  });

  it('the hook of a mirror does so, and fixes where it is told to', (t) => {
    const folder = makeRepositories(t);
    const hook = ['try-repo', folder.path('hooks'), 'qemu-monitor-guard', '--all-files'];
    const checked = run(folder, 'project', 'pre-commit', ...hook);
    assert.equal(checked.status, 1, checked.stdout);
    assert.match(checked.stdout, /^2 findings \(2 errors\) in 2 files;/m);
    const local = '.pre-commit-config.yaml';
    const text = readFileSync(folder.path(`project/${local}`), 'utf8');
    folder.write(`project/${local}`, text.replace(' --\n', ' --fix --\n'));
    const { status, stdout } = run(folder, 'project', 'pre-commit', 'run', '--all-files');
    assert.equal(status, 1, stdout);
    assert.match(stdout, /^Fixed run\.sh$/m);
    assert.match(readFileSync(folder.path('project/run.sh'), 'utf8'), /-monitor "unix:/);
    assert.equal(readFileSync(folder.path('project/old/run.sh'), 'utf8'), OPEN);
  });
});
