/** Fixing files from the command line: whole fixes, whole files, and nothing else. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, linkSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { describe, it, type TestContext } from 'node:test';
import { unifiedDiff } from '../../server/src/cli/fix/unified-diff.ts';
import { writeChanges } from '../../server/src/cli/fix/write-changes.ts';
import { prepareFile } from '../../server/src/cli/fix/write-file.ts';
import { makeFolder, type WorkspaceFolder } from '../protocol/workspace-folder.ts';
import { runCommand } from '../support/command-line.ts';
import { filesBelow, readRepositoryFile } from '../support/repository.ts';
import { SAMPLE } from './sample-project.ts';

const OPEN = 'qemu-system-x86_64 -monitor tcp::4444,server,nowait\n';
/** Clients of a monitor in a file that its script brings in: a fix changes both. */
const WITH_CLIENT = {
  'run.sh': `${OPEN.replace('\n', ' &\n')}. ./tools.sh\n`,
  'tools.sh': 'echo quit | nc localhost 4444\n',
};

function examples(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    filesBelow('examples').map((path) => [
      path.slice('examples/'.length),
      readRepositoryFile(path),
    ]),
  );
}

function bytesIn(folder: WorkspaceFolder): ReadonlyMap<string, string> {
  const names = readdirSync(folder.path('.'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => `${parentPath}/${name}`)
    .toSorted();
  return new Map(names.map((name) => [name, readFileSync(name, 'latin1')]));
}

async function runIn(t: TestContext, files: Readonly<Record<string, string>>, ...words: string[]) {
  const folder = makeFolder(t, files);
  return { folder, ...(await runCommand(folder.path('.'), words)) };
}

describe('check --fix', () => {
  for (const mode of ['safe', 'all']) {
    it(`leaves nothing to a second run, with what is ${mode}`, async (t) => {
      const { folder } = await runIn(t, examples(), `--fix=${mode}`);
      const once = bytesIn(folder);
      const { err } = await runCommand(folder.path('.'), [`--fix=${mode}`]);
      assert.match(err, /^0 findings fixed in 0 files$/m);
      assert.deepEqual(bytesIn(folder), once);
    });
  }

  it('takes clients in other files along, and leaves a monitor whose client cannot go', async (t) => {
    const files = {
      'a/run.sh': OPEN,
      'a/stop.sh': 'echo quit | nc localhost 4444\n',
      'b/run.sh': OPEN.replace('4444', '5555'),
      'b/ctl.py': 's.connect(("localhost", 5555))\n',
      'b/vm.toml': '[vm]\nport = 5555\n',
    };
    for (const words of [['--fix'], ['--fix=all']]) {
      const { folder, out, err, code } = await runIn(t, files, ...words);
      const text = (path: string) => readFileSync(folder.path(path), 'utf8');
      assert.match(text('a/run.sh'), /run-monitor\.sock/);
      assert.match(text('a/stop.sh'), /^echo quit \| nc -U .*run-monitor\.sock"$/m);
      for (const path of ['b/run.sh', 'b/ctl.py', 'b/vm.toml'] as const) {
        assert.equal(text(path), files[path]);
      }
      assert.match(err, /^1 finding left, since a fix would cut off clients:$/m);
      assert.match(err, /^ {2}b\/run\.sh:1: used by b\/ctl\.py:1, b\/vm\.toml:2$/m);
      assert.match(out, /then update ctl\.py:1, vm\.toml:2/);
      assert.equal(code, 1);
    }
    const { out } = await runIn(t, files, '--format=json');
    const { findings, summary } = JSON.parse(out);
    assert.deepEqual(summary.fixable, { safe: 1, review: 0, spared: 1 });
    assert.deepEqual(findings[1].fixes[0].clients, [
      { path: 'b/ctl.py', line: 1 },
      { path: 'b/vm.toml', line: 2 },
    ]);
    const related = findings[1].related.map(({ path }: { readonly path: string }) => path);
    assert.ok(related.includes('b/ctl.py') && related.includes('b/vm.toml'));
  });

  it('names ten of thousands of clients, and counts the others', async (t) => {
    const ctl = 's.connect(("localhost", 4444))\n'.repeat(100);
    const clients = Array.from({ length: 50 }, (_, at) => [`c${at}.py`, ctl] as const);
    const { err } = await runIn(t, { 'run.sh': OPEN, ...Object.fromEntries(clients) }, '--fix=all');
    assert.match(err, /used by (?:c0\.py:\d+, ){9}c0\.py:10 and 4990 more$/m);
  });

  it('leaves a monitor where a file that names its port is too long to be searched', async (t) => {
    const long = (text: string) => `${text}\n${'# long\n'.repeat(200_000)}`;
    for (const [text, isLeft] of [
      ['s.connect(("localhost", 4444))', true],
      ['s.connect(("localhost", 5555))', false],
      ['\0 4444', false],
    ] as const) {
      const files = { 'run.sh': OPEN, 'data.txt': long(text) };
      const { folder, out } = await runIn(t, files, '--fix', '-v');
      assert.equal(readFileSync(folder.path('run.sh'), 'utf8') === OPEN, isLeft);
      assert.equal(out.includes('data.txt could not be searched for clients'), isLeft);
    }
  });

  it('asks the folder of a file that belongs to no project, and not what lies below', async (t) => {
    const files = { 'run.sh': OPEN, 'ctl.py': 's.connect(("localhost", 4444))\n' };
    const near = await runIn(t, files, '--fix', 'run.sh');
    assert.match(near.err, /used by ctl\.py:1/);
    const far = await runIn(t, { 'run.sh': OPEN, 'x/ctl.py': files['ctl.py'] }, '--fix', 'run.sh');
    assert.match(far.err, /^1 finding fixed in 1 file$/m);
  });

  it('writes what --diff prints, which changes nothing itself', async (t) => {
    const fixed = await runIn(t, examples(), '--fix=all', '-q');
    const other = await runIn(t, examples(), '--fix=all', '--diff', '-q', '-o', 'all.patch');
    assert.deepEqual(
      [...bytesIn(other.folder).values()].length,
      [...bytesIn(fixed.folder).values()].length + 1,
    );
    const cwd = other.folder.path('.');
    const { status, stderr } = spawnSync('git', ['apply', 'all.patch'], { cwd, encoding: 'utf8' });
    assert.equal(status, 0, stderr);
    other.folder.remove('all.patch');
    assert.deepEqual([...bytesIn(other.folder).values()], [...bytesIn(fixed.folder).values()]);
  });

  it('removes no monitor, which one has to ask for', async (t) => {
    const text = "run(['-monitor', 'tcp:' + address + ',server']);\n";
    const { folder, err } = await runIn(t, { 'run.js': text }, '--fix=all');
    assert.match(err, /^0 findings fixed in 0 files$/m);
    assert.equal(readFileSync(folder.path('run.js'), 'utf8'), text);
  });

  it('keeps the mode, line ends and byte order mark of a file', async (t) => {
    const folder = makeFolder(t);
    writeFileSync(folder.path('run.sh'), `\ufeff#!/bin/sh\r\n${OPEN.replace('\n', '\r\n')}`);
    chmodSync(folder.path('run.sh'), 0o750);
    const { code } = await runCommand(folder.path('.'), ['--fix', 'run.sh']);
    assert.equal(code, 0);
    const text = readFileSync(folder.path('run.sh'), 'utf8');
    assert.match(text, /^\ufeff#!\/bin\/sh\r\nqemu-system-x86_64 -monitor "?unix:.*\r\n$/);
    assert.equal(statSync(folder.path('run.sh')).mode & 0o7777, 0o750);
  });

  it('changes a client in another file together with its monitor', async (t) => {
    const { folder, code } = await runIn(t, WITH_CLIENT, '--fix=all');
    assert.equal(code, 0);
    assert.match(readFileSync(folder.path('run.sh'), 'utf8'), /-monitor "?unix:/);
    assert.match(readFileSync(folder.path('tools.sh'), 'utf8'), /nc .*-U /);
  });

  it('leaves both as they are where one is no UTF-8, and says so', async (t) => {
    const folder = makeFolder(t, WITH_CLIENT);
    const tools = Buffer.concat([
      Buffer.from('# gr\u00f6\u00dfe\n', 'latin1'),
      Buffer.from(WITH_CLIENT['tools.sh']),
    ]);
    writeFileSync(folder.path('tools.sh'), tools);
    writeFileSync(folder.path('alone.sh'), OPEN);
    const { code, err } = await runCommand(folder.path('.'), ['--fix=all']);
    assert.equal(code, 2);
    assert.match(err, /tools\.sh is left as it is: it is not UTF-8/);
    assert.match(err, /run\.sh is left as it is: it goes together with a file that is left/);
    assert.doesNotMatch(err, /can be fixed/);
    assert.equal(readFileSync(folder.path('run.sh'), 'utf8'), WITH_CLIENT['run.sh']);
    assert.ok(readFileSync(folder.path('tools.sh')).equals(tools));
    assert.match(readFileSync(folder.path('alone.sh'), 'utf8'), /unix:/);
    assert.deepEqual(readdirSync(folder.path('.')).toSorted(), ['alone.sh', 'run.sh', 'tools.sh']);
  });

  it('writes nothing after Ctrl+C', async (t) => {
    const folder = makeFolder(t, examples());
    const before = bytesIn(folder);
    let asked = 0;
    const isInterrupted = () => ++asked > 20;
    const { code } = await runCommand(folder.path('.'), ['--fix'], { isInterrupted });
    assert.equal(code, 130);
    assert.deepEqual(bytesIn(folder), before);
  });

  it('changes no file for the standard input', async (t) => {
    const folder = makeFolder(t, WITH_CLIENT);
    const options = { input: WITH_CLIENT['run.sh'] };
    const words = ['--fix=all', '--stdin-filename', 'run.sh', '-'];
    const { out } = await runCommand(folder.path('.'), words, options);
    assert.equal(out, WITH_CLIENT['run.sh'], 'half of the fix would be in tools.sh');
    assert.equal(readFileSync(folder.path('tools.sh'), 'utf8'), WITH_CLIENT['tools.sh']);
  });

  it('does not mix the standard input with files', async (t) => {
    const { code, err } = await runIn(t, WITH_CLIENT, '--fix', '-', 'run.sh');
    assert.equal(code, 2);
    assert.match(err, /the standard input is fixed alone/);
  });
});

describe('writing a group of files', () => {
  const change = (path: string, before: string, after: string) => ({ path, before, after });

  it('leaves a file that has changed since it was read, and its group', (t) => {
    const folder = makeFolder(t, { a: 'old\n', b: 'newer\n', c: 'old\n' });
    const { written, left } = writeChanges([
      [change(folder.path('a'), 'old\n', 'new\n'), change(folder.path('b'), 'old\n', 'new\n')],
      [change(folder.path('c'), 'old\n', 'new\n')],
    ]);
    const paths = written.map(({ path }) => path);
    assert.deepEqual(paths, [folder.path('c')]);
    assert.deepEqual(left, [
      { path: folder.path('b'), reason: 'it has changed since it was read' },
      { path: folder.path('a'), reason: 'it goes together with a file that is left' },
    ]);
    assert.deepEqual(
      ['a', 'b', 'c'].map((name) => readFileSync(folder.path(name), 'utf8')),
      ['old\n', 'newer\n', 'new\n'],
    );
    assert.deepEqual(readdirSync(folder.path('.')).toSorted(), ['a', 'b', 'c']);
  });

  it('leaves a file that is gone, and makes no other in its place', (t) => {
    const folder = makeFolder(t, { a: 'old\n' });
    const { left } = writeChanges([[change(folder.path('b'), 'old\n', 'new\n')]]);
    assert.deepEqual(left, [{ path: folder.path('b'), reason: 'ENOENT' }]);
    assert.deepEqual(readdirSync(folder.path('.')), ['a']);
  });

  it('leaves a file that has other names, which would keep the old text', (t) => {
    const folder = makeFolder(t, { a: 'old\n' });
    linkSync(folder.path('a'), folder.path('b'));
    const { left } = writeChanges([[change(folder.path('a'), 'old\n', 'new\n')]]);
    const reason = 'it has 2 names (hard links), of which one would change';
    assert.deepEqual(left, [{ path: folder.path('a'), reason }]);
    assert.equal(readFileSync(folder.path('b'), 'utf8'), 'old\n');
    assert.deepEqual(readdirSync(folder.path('.')), ['a', 'b']);
  });

  it('keeps the owner of a file, or leaves it', (t) => {
    const folder = makeFolder(t, { a: 'old\n' });
    const like = { mode: 0o100640, uid: 54_321, gid: 54_321 };
    const prepared = prepareFile(folder.path('a'), Buffer.from('new\n'), like);
    if (typeof prepared === 'string') {
      assert.match(prepared, /belongs to another user/);
      assert.deepEqual(readdirSync(folder.path('.')), ['a']);
      return;
    }
    prepared.commit();
    const { uid, gid, mode } = statSync(folder.path('a'));
    assert.deepEqual({ mode, uid, gid }, like);
  });

  it('keeps extended attributes', (t) => {
    const folder = makeFolder(t, { a: 'old\n' });
    const python = (script: string): string =>
      spawnSync('python3', ['-c', `import os, sys\n${script}`, folder.path('a')], {
        encoding: 'utf8',
      }).stdout;
    python('os.setxattr(sys.argv[1], "user.origin", b"here")');
    const list = 'print({n: os.getxattr(sys.argv[1], n) for n in os.listxattr(sys.argv[1])})';
    const before = python(list);
    const { written } = writeChanges([[change(folder.path('a'), 'old\n', 'new\n')]]);
    assert.equal(written.length, 1);
    assert.equal(readFileSync(folder.path('a'), 'utf8'), 'new\n');
    assert.equal(python(list), before);
  });

  it('sweeps what a run that was killed has left, and nothing else', (t) => {
    const { pid = 0 } = spawnSync('true');
    const folder = makeFolder(t, {
      a: 'old\n',
      [`.a.${pid}.tmp`]: 'half',
      [`.a.${process.ppid}.tmp`]: 'of a run that goes on',
      '.a.mine.tmp': 'mine',
      [`.b.${pid}.tmp`]: 'of another file',
    });
    const { written } = writeChanges([[change(folder.path('a'), 'old\n', 'new\n')]]);
    assert.equal(written.length, 1);
    const kept = [`.a.${process.ppid}.tmp`, '.a.mine.tmp', `.b.${pid}.tmp`, 'a'];
    assert.deepEqual(readdirSync(folder.path('.')).toSorted(), kept.toSorted());
  });

  it('writes nothing beside a file that another process is writing', (t) => {
    const folder = makeFolder(t, { a: 'old\n', [`.a.${process.pid}.tmp`]: 'of somebody else\n' });
    const { left } = writeChanges([[change(folder.path('a'), 'old\n', 'new\n')]]);
    assert.deepEqual(left, [{ path: folder.path('a'), reason: 'EEXIST' }]);
    assert.equal(readFileSync(folder.path(`.a.${process.pid}.tmp`), 'utf8'), 'of somebody else\n');
  });
});

describe('a unified diff', () => {
  it('is what git applies, whatever the texts are', (t) => {
    const folder = makeFolder(t);
    const cwd = folder.path('.');
    let seed = 20261127;
    const random = (below: number): number => {
      seed = (seed * 1103515245 + 12345) & 0x7fffffff;
      return (seed >> 8) % below;
    };
    const text = (): string => {
      const lines = Array.from(
        { length: 1 + random(30) },
        () => `${'abc'[random(3)]}${random(6) ? '\n' : '\r\n'}`,
      );
      return random(3) ? lines.join('') : lines.join('').trimEnd();
    };
    for (let round = 0; round < 60; round++) {
      const before = text();
      const after = random(2) ? text() : before.replace('a', 'x\ny').replace(/b$/, 'z');
      folder.write('f', before);
      const input = unifiedDiff('f', before, after);
      if (before === after) assert.equal(input, '');
      else {
        const { status, stderr } = spawnSync('git', ['apply'], { cwd, input, encoding: 'utf8' });
        assert.equal(status, 0, `${stderr}\n${input}`);
      }
      assert.equal(readFileSync(folder.path('f'), 'utf8'), after, input);
    }
  });
});

describe('check --add-accept', () => {
  it('accepts all that is found, so that nothing is left, and keeps what the file says', async (t) => {
    const { folder, code } = await runIn(t, SAMPLE, '--add-accept', 'all of it is known');
    assert.equal(code, 0);
    const text = readFileSync(folder.path('.qemu-monitor-guard.json'), 'utf8');
    const { accept, exclude } = JSON.parse(text);
    assert.deepEqual(exclude, ['old']);
    assert.deepEqual(
      accept.map(({ path, reason }: { path: string; reason: string }) => [path, reason]),
      [
        ['lab/**', "Only this machine's users are students of the lab"],
        ['domain.xml', 'all of it is known'],
        ['lab/settings.sh', 'all of it is known'],
      ],
    );
  });

  it('makes the file where there is none', async (t) => {
    const { folder, code } = await runIn(t, { 'run.sh': OPEN }, '--add-accept', 'known');
    assert.equal(code, 0);
    assert.deepEqual(readdirSync(folder.path('.')).toSorted(), [
      '.qemu-monitor-guard.json',
      'run.sh',
    ]);
  });

  it('leaves settings that are no JSON', async (t) => {
    const files = { 'run.sh': OPEN, '.qemu-monitor-guard.json': '{"accept": [' };
    const { folder, code, err } = await runIn(t, files, '--add-accept', 'known');
    assert.equal(code, 2);
    assert.match(err, /are no JSON \(line 1\)/);
    assert.equal(readFileSync(folder.path('.qemu-monitor-guard.json'), 'utf8'), '{"accept": [');
  });
});
