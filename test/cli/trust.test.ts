/** What the command line reads in a tree that it must not trust, and what it says of what it could not read. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { describe, it } from 'node:test';
import { makeFolder } from '../protocol/workspace-folder.ts';
import { runCommand } from '../support/command-line.ts';

const OPEN = 'qemu-system-x86_64 -monitor tcp::4444,server,nowait\n';
const OFF = JSON.stringify({ rules: { 'monitor-on-network': 'off' } });
const CONCISE = ['-f', 'concise'];

describe('a link on the command line that leads out of the folder', () => {
  it('is named and left, unless links are followed', async (t) => {
    const outside = makeFolder(t, { 'open.sh': OPEN });
    const folder = makeFolder(t, { 'safe.sh': 'true\n' });
    symlinkSync(outside.path('open.sh'), folder.path('link.sh'));
    symlinkSync(outside.path('.'), folder.path('linked'));
    for (const name of ['link.sh', 'linked', 'linked/open.sh', folder.path('link.sh')]) {
      const { code, out, err } = await runCommand(folder.path('.'), [...CONCISE, name]);
      assert.deepEqual({ code, out }, { code: 2, out: '' }, name);
      assert.match(err, /: it leads out of the folder \(--follow-links follows it\)\n/);
      const followed = [...CONCISE, '--follow-links', name];
      assert.equal((await runCommand(folder.path('.'), followed)).code, 1, name);
    }
  });

  it('is never written through', async (t) => {
    const outside = makeFolder(t, { 'open.sh': OPEN });
    const folder = makeFolder(t);
    symlinkSync(outside.path('open.sh'), folder.path('link.sh'));
    for (const words of [['--fix'], ['--fix', '--follow-links']]) {
      assert.equal((await runCommand(folder.path('.'), [...words, 'link.sh'])).code, 2);
      assert.equal(readFileSync(outside.path('open.sh'), 'utf8'), OPEN);
    }
  });

  it('is read where it stays in the project', async (t) => {
    const folder = makeFolder(t, { '.git/HEAD': '', 'a/open.sh': OPEN, 'b/safe.sh': 'true\n' });
    symlinkSync('../a/open.sh', folder.path('b/link.sh'));
    assert.equal((await runCommand(folder.path('b'), ['-q', 'link.sh'])).code, 1);
  });
});

describe('settings', () => {
  it('are read from regular files in their folder and nothing else', async (t) => {
    const outside = makeFolder(t, { 'settings.json': OFF });
    for (const [what, make] of [
      ['a FIFO', (path: string) => execFileSync('mkfifo', [path])],
      ['a device', (path: string) => symlinkSync('/dev/zero', path)],
      ['a file elsewhere', (path: string) => symlinkSync(outside.path('settings.json'), path)],
    ] as const) {
      const folder = makeFolder(t, { 'run.sh': OPEN });
      make(folder.path('.qemu-monitor-guard.json'));
      for (const words of [
        [],
        ['--add-accept=Known to us'],
        ['--config=.qemu-monitor-guard.json'],
      ]) {
        const { code, err } = await runCommand(folder.path('.'), [...CONCISE, ...words]);
        assert.equal(code, 2, what);
        assert.match(err, /The settings in .* cannot be read: it (?:is no regular file|leads out)/);
      }
    }
  });

  it('do not count where others may have put them', async (t) => {
    const shared = makeFolder(t, { '.qemu-monitor-guard.json': OFF, 'own/run.sh': OPEN });
    const codeIn = async () => (await runCommand(shared.path('own'), ['-q'])).code;
    assert.equal(await codeIn(), 0, 'they lie further up');
    chmodSync(shared.path('.'), 0o777);
    assert.equal(await codeIn(), 1, 'all may write there');
    chmodSync(shared.path('.'), 0o755);
    if (process.getuid?.() !== 0) return;
    chownSync(shared.path('own'), 65534, 65534);
    assert.equal(await codeIn(), 1, 'they are of another user');
  });

  it('are named', async (t) => {
    const folder = makeFolder(t, { '.qemu-monitor-guard.json': OFF, 'lab/run.sh': OPEN });
    const { err } = await runCommand(folder.path('lab'), ['-v']);
    assert.match(err, /: the settings are those of \/.*\/\.qemu-monitor-guard\.json\n/);
    const without = await runCommand(folder.path('lab'), ['-v', '--no-config']);
    assert.match(without.err, /: the settings are those of the defaults/);
  });
});

describe('the order of named paths', () => {
  it('changes nothing', async (t) => {
    const folder = makeFolder(t, {
      'lib.sh': 'HOST=0.0.0.0\n',
      'a.sh': '. ./lib.sh\nqemu-system-x86_64 -monitor tcp:$HOST:1,server\n',
      'b.sh': '. ./lib.sh\nqemu-system-x86_64 -monitor tcp:$HOST:2,server\n',
      'other/.git/HEAD': '',
      'other/c.sh': OPEN,
    });
    const paths = ['lib.sh', 'a.sh', 'b.sh', 'other/c.sh', 'none.sh', 'a.sh'];
    const run = (words: readonly string[]) =>
      runCommand(folder.path('.'), ['-f', 'json', ...words]);
    const expected = await run(paths);
    assert.match(expected.out, /a\.sh/);
    assert.deepEqual(await run(paths.toReversed()), expected);
  });
});

/** A git index with some paths. */
function makeIndexed(folder: string, ...paths: readonly string[]): void {
  const git = gitIn(folder);
  git('init');
  git('add', '--force', ...paths);
}

describe('what could not be read below a named path', () => {
  it('is counted, ends with 2, and is named with --verbose', async (t) => {
    const deep = `${'a/'.repeat(201)}open.sh`;
    const folder = makeFolder(t, {
      [deep]: OPEN,
      'cr.sh': '#!/bin/sh\r# nothing\rqemu-system-x86_64 -monitor tcp::1,server\r',
    });
    writeFileSync(Buffer.from(`${folder.path('.')}/caf\xe9.sh`, 'latin1'), OPEN);
    mkdirSync(Buffer.from(`${folder.path('.')}/caf\xe9`, 'latin1'));
    const { code, out, err } = await runCommand(folder.path('.'), CONCISE);
    assert.deepEqual({ code, out }, { code: 2, out: '' });
    assert.match(err, /^qemu-monitor-guard: 4 files or folders could not be read \(--verbose/m);
    assert.doesNotMatch(err, /in a language/);
    const verbose = await runCommand(folder.path('.'), [...CONCISE, '-v']);
    assert.match(verbose.err, /\/cr\.sh is not checked: its lines end with a carriage return/);
    assert.match(verbose.err, /\/caf.*\.sh is not checked: its name is not UTF-8/);
    assert.match(verbose.err, /\/caf\ufffd is not checked: its name is not UTF-8/);
    assert.match(verbose.err, /\/a\/a is not checked: it lies too deep/);
    const allowed = await runCommand(folder.path('.'), [...CONCISE, '--allow-unreadable']);
    assert.equal(allowed.code, 0);
  });

  it('is named where it is a file that is named', async (t) => {
    const folder = makeFolder(t, { 'cr.sh': '#!/bin/sh\r# nothing\r' });
    const { code, err } = await runCommand(folder.path('.'), ['cr.sh']);
    assert.equal(code, 2);
    assert.match(err, /cr\.sh: its lines end with a carriage return alone\n/);
    assert.equal((await runCommand(folder.path('.'), ['cr.sh', '--allow-unreadable'])).code, 0);
  });
});

describe('a text in UTF-16', () => {
  it('is read', async (t) => {
    const folder = makeFolder(t);
    const domain = `<domain type='kvm' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'><qemu:commandline>
<qemu:arg value='-qmp'/><qemu:arg value='tcp:0.0.0.0:1,server'/></qemu:commandline></domain>\n`;
    writeFileSync(folder.path('marked.xml'), Buffer.from(`\ufeff${domain}`, 'utf16le'));
    writeFileSync(folder.path('plain.xml'), Buffer.from(domain, 'utf16le'));
    writeFileSync(folder.path('big.xml'), Buffer.from(`\ufeff${domain}`, 'utf16le').swap16());
    const { code, out } = await runCommand(folder.path('.'), CONCISE);
    assert.equal(code, 1);
    assert.match(out, /^big\.xml:2:.*\nmarked\.xml:2:.*\nplain\.xml:2:.*\n$/);
  });
});

describe('a file that .gitignore matches', () => {
  it('is looked into all the same if git tracks it', async (t) => {
    for (const version of ['2', '4']) {
      const folder = makeFolder(t, {
        '.gitignore': 'build\n*.local.sh\n',
        'build/run.sh': OPEN,
        'build/other.sh': OPEN,
        'vm.local.sh': OPEN,
        'my.local.sh': OPEN,
      });
      makeIndexed(folder.path('.'), 'build/run.sh', 'vm.local.sh');
      execFileSync('git', ['-C', folder.path('.'), 'update-index', '--index-version', version]);
      const { out } = await runCommand(folder.path('.'), CONCISE);
      assert.match(out, /^build\/run\.sh:1:.*\nvm\.local\.sh:1:.*\n$/, version);
    }
  });
});

describe('--no-suppressions', () => {
  it('counts what is excused, which is listed otherwise', async (t) => {
    const folder = makeFolder(t, {
      'comment.sh': `# qemu-monitor-guard: ignore[monitor-on-network] of the lab\n${OPEN}`,
      'entry.sh': OPEN,
      '.qemu-monitor-guard.json': JSON.stringify({
        accept: [{ path: 'entry.sh', rules: ['monitor-on-network'], reason: 'known' }],
      }),
    });
    const excused = await runCommand(folder.path('.'), [...CONCISE, '-v']);
    assert.deepEqual({ code: excused.code, out: excused.out }, { code: 0, out: '' });
    assert.match(excused.err, / 2 excused; .*\nExcused:\n/);
    assert.match(excused.err, / {2}comment\.sh:2: monitor-on-network \(of the lab\)\n/);
    assert.match(excused.err, / {2}entry\.sh:1: monitor-on-network \(known\)\n/);
    const { code, out } = await runCommand(folder.path('.'), [...CONCISE, '--no-suppressions']);
    assert.equal(code, 1);
    assert.match(out, /^comment\.sh:2:.*\nentry\.sh:1:.*\n$/);
  });
});

describe('--files-from', () => {
  it('checks the paths of a list, and none where the list is empty', async (t) => {
    const folder = makeFolder(t, {
      'a b.sh': OPEN,
      '--rule=monitor-on-network=off': `#!/bin/sh\n${OPEN}`,
      'other.sh': OPEN,
      list: './a b.sh\n--rule=monitor-on-network=off\n',
      empty: '',
    });
    const run = (name: string, input = '') =>
      runCommand(folder.path('.'), [...CONCISE, '--files-from', name], { input });
    const listed = await run('list');
    assert.match(listed.out, /^--rule=.*:2:.*\na b\.sh:1:.*\n$/);
    assert.equal((await run('-', 'a b.sh\0')).code, 1);
    assert.deepEqual((({ code, out }) => ({ code, out }))(await run('empty')), {
      code: 0,
      out: '',
    });
    assert.equal((await run('none')).code, 2);
  });

  it('is read from a regular file', async (t) => {
    const folder = makeFolder(t);
    execFileSync('mkfifo', [folder.path('list')]);
    const { code, err } = await runCommand(folder.path('.'), ['--files-from', 'list']);
    assert.equal(code, 2);
    assert.match(err, /The list list cannot be read: it is no regular file/);
  });
});

describe('--changed', () => {
  it('reports only files that differ from the last common commit', async (t) => {
    const folder = makeFolder(t, { 'old.sh': OPEN, 'lib.sh': 'HOST=127.0.0.1\n', 'gone.sh': OPEN });
    const git = gitIn(folder.path('.'));
    git('init', '-b', 'main');
    git('add', '.');
    git('commit', '-m', 'One');
    git('checkout', '-b', 'topic');
    folder.write('committed.sh', OPEN);
    git('add', '.');
    git('commit', '-m', 'Two');
    git('checkout', 'main');
    folder.write('elsewhere.sh', OPEN);
    git('add', '.');
    git('commit', '-m', 'Three');
    git('checkout', 'topic');
    folder.write('old.sh', `true\n${OPEN}`);
    folder.write('untracked.sh', OPEN);
    const run = (...words: readonly string[]) =>
      runCommand(folder.path('.'), [...CONCISE, ...words]);
    const { code, out } = await run('--changed', 'main');
    assert.equal(code, 1);
    assert.match(out, /^committed\.sh:1:.*\nold\.sh:2:.*\nuntracked\.sh:1:.*\n$/);
    assert.match((await run('--changed=main', 'old.sh')).out, /^old\.sh:2:.*\n$/);
    for (const wrong of ['none', '--output=x', '-x']) {
      const { code: failed, err } = await run(`--changed=${wrong}`);
      assert.equal(failed, 2);
      assert.match(err, /git knows no revision/);
    }
  });

  it('runs nothing that the configuration of the tree names', async (t) => {
    const folder = makeFolder(t, { 'run.sh': OPEN, '.gitattributes': '* filter=evil diff=evil\n' });
    const git = gitIn(folder.path('.'));
    git('init', '-b', 'main');
    git('add', '.');
    git('commit', '-m', 'One');
    folder.write('evil', `#!/bin/sh\ntouch ${folder.path('ran')}\ncat\n`);
    chmodSync(folder.path('evil'), 0o755);
    const evil = folder.path('evil');
    for (const key of ['core.fsmonitor', 'filter.evil.clean', 'filter.evil.process', 'core.pager'])
      git('config', key, evil);
    for (const key of [
      'diff.external',
      'diff.evil.command',
      'diff.evil.textconv',
      'core.sshCommand',
    ])
      git('config', key, evil);
    git('config', 'extensions.partialClone', 'origin');
    git('config', 'remote.origin.promisor', 'true');
    git('config', 'remote.origin.url', `ext::${evil}`);
    git('config', 'protocol.ext.allow', 'always');
    folder.write('run.sh', `true\n${OPEN}`);
    const { code } = await runCommand(folder.path('.'), [...CONCISE, '--changed', 'HEAD']);
    assert.equal(code, 1);
    const missing = '0123456789012345678901234567890123456789';
    const { code: failed } = await runCommand(folder.path('.'), ['--changed', missing]);
    assert.equal(failed, 2);
    assert.ok(!existsSync(folder.path('ran')));
  });
});

/** Runs git in a folder with a made-up author. */
function gitIn(folder: string) {
  const identity = ['-c', 'user.name=x', '-c', 'user.email=x@example.org'];
  return (...words: readonly string[]): void => {
    execFileSync('git', ['-C', folder, ...identity, ...words], { stdio: 'ignore' });
  };
}
