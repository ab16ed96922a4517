/** Which settings the command line uses for which file. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { makeFolder } from '../protocol/workspace-folder.ts';
import { runCommand } from '../support/command-line.ts';

const FILE = '.qemu-monitor-guard.json';
const SCRIPT = 'qemu-system-x86_64 -monitor tcp:0.0.0.0:4444,server\n';

function severity(severity: string): object {
  return { rules: { 'monitor-on-network': severity } };
}

/** The severities of what is found, by path. */
async function severities(folder: string, words: readonly string[] = []) {
  const { out } = await runCommand(folder, ['-f', 'json', ...words]);
  const findings: { path: string; severity: string }[] = JSON.parse(out).findings;
  return Object.fromEntries(findings.map((one) => [one.path, one.severity]));
}

describe('overrides', () => {
  const FILES = {
    [FILE]: JSON.stringify({
      ...severity('warning'),
      overrides: [{ files: ['lab'], ...severity('hint') }],
    }),
    'run.sh': SCRIPT,
    'lab/run.sh': SCRIPT,
  };

  it('hold for the files that they name, however these are named', async (t) => {
    const folder = makeFolder(t, FILES);
    const root = folder.path('.');
    assert.deepEqual(await severities(root), { 'run.sh': 'warning', 'lab/run.sh': 'hint' });
    assert.deepEqual(await severities(root, ['lab/run.sh']), { 'lab/run.sh': 'hint' });
    assert.deepEqual(await severities(folder.path('lab')), { 'run.sh': 'hint' });
  });

  it('do not win over the command line', async (t) => {
    const root = makeFolder(t, FILES).path('.');
    assert.deepEqual(await severities(root, ['--rule', 'monitor-on-network=error']), {
      'run.sh': 'error',
      'lab/run.sh': 'error',
    });
  });
});

describe('the nearest settings file', () => {
  const FILES = {
    '.git/HEAD': '',
    [FILE]: JSON.stringify({ ...severity('warning'), exclude: ['packages/*/old'] }),
    'run.sh': SCRIPT,
    [`packages/a/${FILE}`]: JSON.stringify({
      ...severity('hint'),
      exclude: ['new'],
      overrides: [{ files: ['lab'], ...severity('information') }],
    }),
    'packages/a/run.sh': SCRIPT,
    'packages/a/lab/run.sh': SCRIPT,
    'packages/a/new/run.sh': SCRIPT,
    'packages/a/old/run.sh': SCRIPT,
    [`packages/b/${FILE}`]: '{ "neighbours": true }',
    'packages/b/lab/run.sh': SCRIPT,
    'packages/b/new/run.sh': SCRIPT,
    'packages/c/run.sh': SCRIPT,
  };

  it('counts for each file, from wherever it is checked', async (t) => {
    const folder = makeFolder(t, FILES);
    assert.deepEqual(await severities(folder.path('.')), {
      'packages/a/lab/run.sh': 'information',
      'packages/a/run.sh': 'hint',
      'packages/b/lab/run.sh': 'error',
      'packages/b/new/run.sh': 'error',
      'packages/c/run.sh': 'warning',
      'run.sh': 'warning',
    });
    const inA = { 'lab/run.sh': 'information', 'run.sh': 'hint' };
    assert.deepEqual(await severities(folder.path('packages/a')), inA);
    assert.deepEqual(await severities(folder.path('.'), ['packages/a/run.sh']), {
      'packages/a/run.sh': 'hint',
    });
  });

  it('is named with --verbose', async (t) => {
    const folder = makeFolder(t, FILES);
    const root = folder.path('.').replace(/\/\.?$/, '');
    const { err } = await runCommand(root, ['--verbose']);
    const lines = err.split('\n').filter((line) => line.includes('the settings are those of'));
    assert.deepEqual(
      lines,
      ['', '/packages/a', '/packages/b'].map(
        (at) => `qemu-monitor-guard: ${root}${at}: the settings are those of ${root}${at}/${FILE}`,
      ),
    );
  });

  it('is not read with --config or --no-config', async (t) => {
    const root = makeFolder(t, FILES).path('.');
    const named = await severities(root, ['--config', FILE]);
    assert.equal(named['packages/a/run.sh'], 'warning');
    const none = await severities(root, ['--no-config']);
    assert.equal(none['packages/a/run.sh'], 'error');
  });

  it('ends a check if it is no JSON', async (t) => {
    const folder = makeFolder(t, { ...FILES, [`packages/b/${FILE}`]: '{' });
    const { code, err } = await runCommand(folder.path('.'), []);
    assert.equal(code, 2);
    assert.match(err, /packages\/b\/\.qemu-monitor-guard\.json are no JSON \(line 1\)/);
  });

  it('gets the entries of --add-accept', async (t) => {
    const folder = makeFolder(t, FILES);
    await runCommand(folder.path('.'), ['packages/b/lab', '--add-accept', 'isolated lab network']);
    const written = JSON.parse(readFileSync(folder.path(`packages/b/${FILE}`), 'utf8'));
    assert.deepEqual(
      written.accept.map((entry: { path: string }) => entry.path),
      ['lab/run.sh'],
    );
    assert.deepEqual(await severities(folder.path('.'), ['packages/b/lab']), {});
  });
});

describe('extends', () => {
  const BASE = {
    ...severity('warning'),
    exclude: ['packages/a/old'],
    accept: [{ path: 'packages/a/ok.sh', rules: ['monitor-on-network'], reason: 'lab network' }],
    overrides: [{ files: ['**/lab'], ...severity('hint') }],
  };
  const FILES = {
    '.git/HEAD': '',
    'base.json': JSON.stringify(BASE),
    [`packages/a/${FILE}`]: '{ "extends": "../../base.json", "neighbours": true }',
    'packages/a/run.sh': SCRIPT,
    'packages/a/ok.sh': SCRIPT,
    'packages/a/old/run.sh': SCRIPT,
    'packages/a/lab/run.sh': SCRIPT,
    'packages/b/run.sh': SCRIPT,
  };

  it('takes over another file, whose paths count from its own folder', async (t) => {
    const folder = makeFolder(t, FILES);
    const inA = { 'lab/run.sh': 'hint', 'run.sh': 'warning' };
    assert.deepEqual(await severities(folder.path('packages/a')), inA);
    assert.deepEqual(await severities(folder.path('.')), {
      'packages/a/lab/run.sh': 'hint',
      'packages/a/run.sh': 'warning',
      'packages/b/run.sh': 'error',
    });
  });

  const own = `packages/a/${FILE}`;
  const wrong: readonly [title: string, files: Record<string, string>, message: RegExp][] = [
    ['a circle', { 'base.json': `{ "extends": "${own}" }` }, /extend themselves/],
    [
      'what is not there',
      { [own]: '{ "extends": "none.json" }' },
      /can be read from packages\/a\/n/,
    ],
    ['what is no JSON', { 'base.json': '{' }, /can be read from base\.json/],
    [
      'what lies outside',
      { [own]: '{ "extends": "../../../up.json" }' },
      /can be read from .*up\.json/,
    ],
    [
      'too many',
      Object.fromEntries(
        ['base', ...Array.from({ length: 9 }, (_, index) => `${index}`)].map((name, index) => [
          `${name}.json`,
          `{ "extends": "./${index}.json" }`,
        ]),
      ),
      /At most 8 files/,
    ],
  ];
  for (const [title, files, message] of wrong) {
    it(`ends the check with 2 where it names ${title}`, async (t) => {
      const folder = makeFolder(t, { ...FILES, ...files });
      const { code, err } = await runCommand(folder.path('packages/a'), []);
      assert.equal(code, 2);
      assert.match(err, message);
    });
  }
});
