/** What is offered for CI, run as CI runs it: the steps of the action, and the entries of the hooks. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { plainEnvironment, SERVER_NODE } from '../../support/lsp-client.ts';
import { readManifest, readRepositoryFile } from '../../support/repository.ts';
import { makeFolder, type WorkspaceFolder } from '../workspace-folder.ts';

const CLI = fileURLToPath(new URL('../../../dist/cli.js', import.meta.url));
const OPEN = 'qemu-system-x86_64 -monitor tcp::4444,server,nowait\n';

/** A folder of programs in which one is the built command line, whatever it is called with first. */
function programs(t: TestContext, name: string, dropped: number): WorkspaceFolder {
  const folder = makeFolder(t);
  writeFileSync(
    folder.path(name),
    `#!/bin/sh\nshift ${dropped}\nexec '${SERVER_NODE}' '${CLI}' "$@"\n`,
  );
  chmodSync(folder.path(name), 0o755);
  return folder;
}

function run(
  folder: WorkspaceFolder,
  script: string,
  bin: WorkspaceFolder,
  env: NodeJS.ProcessEnv,
) {
  const PATH = [bin.path('.'), process.env['PATH']].join(delimiter);
  return spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
    cwd: folder.path('.'),
    encoding: 'utf8',
    env: { ...plainEnvironment(), ...env, PATH },
  });
}

/** The scripts of an action's steps, in their order. */
function steps(action: string): readonly string[] {
  return [...action.matchAll(/^ {6}run: \|\n((?: {8}.*\n| *\n)+)/gm)].map(([, block = '']) =>
    block.replace(/^ {8}/gm, ''),
  );
}

describe('the action', () => {
  const [report = '', show = '', ...more] = steps(readRepositoryFile('action.yml'));
  const inputs = {
    GUARD_VERSION: 'latest',
    GUARD_PATHS: 'run.sh lab',
    GUARD_ARGS: '--rule monitor-on-loopback=off',
    GUARD_SARIF: 'report.sarif',
    GUARD_FAIL_ON: 'warning',
    GITHUB_STEP_SUMMARY: 'summary.md',
  };

  it('writes the report, then shows what is found and fails', (t) => {
    assert.deepEqual(more, []);
    const folder = makeFolder(t, {
      'run.sh': OPEN,
      'lab/safe.sh': 'qemu-system-x86_64 -qmp stdio\n',
    });
    const bin = programs(t, 'npx', 2);
    const first = run(folder, report, bin, inputs);
    assert.equal(first.status, 0, first.stderr);
    assert.equal(
      JSON.parse(readFileSync(folder.path('report.sarif'), 'utf8')).runs[0].results.length,
      1,
    );
    const second = run(folder, show, bin, inputs);
    assert.equal(second.status, 1, second.stderr);
    assert.match(second.stdout, /^::error title=monitor-on-network,file=run\.sh,line=1/);
    assert.match(readFileSync(folder.path('summary.md'), 'utf8'), /1 finding\n/);
  });

  it('does not fail where it is told not to', (t) => {
    const folder = makeFolder(t, { 'run.sh': OPEN });
    const options = { ...inputs, GUARD_PATHS: '.', GUARD_FAIL_ON: 'never' };
    assert.equal(run(folder, show, programs(t, 'npx', 2), options).status, 0);
  });
});

describe('the hooks for pre-commit', () => {
  const hooks = readRepositoryFile('.pre-commit-hooks.yaml');

  it('install the version that they belong to', () => {
    const versions = [...hooks.matchAll(/"qemu-monitor-guard@([^"]+)"/g)].map(
      ([, version]) => version,
    );
    assert.deepEqual(versions, [readManifest().version, readManifest().version]);
  });

  it('check or fix the files that they are handed, of whatever kind', (t) => {
    const [check = '', fix = ''] = [...hooks.matchAll(/^ {2}entry: (.*)$/gm)].map(
      ([, entry]) => entry,
    );
    const files = { 'run.sh': OPEN, 'notes.txt': 'nothing\n', 'old/run.sh': OPEN };
    const settings = JSON.stringify({ exclude: ['old'] });
    const folder = makeFolder(t, { ...files, '.qemu-monitor-guard.json': settings });
    const bin = programs(t, 'qemu-monitor-guard', 0);
    const hand = (entry: string, ...names: string[]) =>
      run(folder, [entry, ...names].join(' '), bin, {});
    assert.equal(hand(check, 'run.sh', 'notes.txt').status, 1);
    assert.equal(hand(check, 'notes.txt', 'old/run.sh').status, 0);
    assert.equal(hand(fix, 'run.sh', 'notes.txt').status, 0);
    assert.match(readFileSync(folder.path('run.sh'), 'utf8'), /unix:/);
    assert.equal(hand(check, 'run.sh').status, 0);
  });
});
