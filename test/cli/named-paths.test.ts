/** What a path on the command line means, and what is said of what cannot be read. */
import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { toPatterns } from '../../server/src/cli/arguments/parse.ts';
import { shownPath, withSlashes } from '../../server/src/cli/check/project.ts';
import { makeFolder } from '../protocol/workspace-folder.ts';
import { runCommand } from '../support/command-line.ts';

const OPEN = 'qemu-system-x86_64 -monitor tcp::4444,server,nowait\n';
/** More than a person reads. */
const LONG = `#!/bin/sh\n${OPEN}${'# nothing\n'.repeat(1_000_000)}`;

describe('a file that is too long to be read', () => {
  it('is counted, and named with --verbose, where it only lies there', async (t) => {
    const folder = makeFolder(t, {
      'long.sh': LONG,
      'safe.sh': 'qemu-system-x86_64 -qmp stdio\n',
      // What says nothing of QEMU is not missed.
      'table.h': '// nothing\n'.repeat(200_000),
    });
    const { code, err } = await runCommand(folder.path('.'), ['-v']);
    assert.equal(code, 2);
    assert.match(err, /long\.sh is not checked: it has \d+ bytes/);
    assert.match(err, /: 1 file or folder could not be read\n/);
  });

  it('is one where it was named', async (t) => {
    const folder = makeFolder(t, { 'long.sh': LONG, 'open.sh': OPEN });
    const words = ['-f', 'concise', 'long.sh', 'open.sh'];
    const { code, out, err } = await runCommand(folder.path('.'), words);
    assert.equal(code, 2);
    assert.match(err, /long\.sh: it has \d+ bytes/);
    assert.match(out, /^open\.sh:1:/);
  });
});

describe('a file of no language that is read', () => {
  it('is said to be not checked, unless a script brings it in', async (t) => {
    const settings = 'if x; then y; fi\nMONITOR="-monitor tcp::4444,server"\n';
    const folder = makeFolder(t, {
      'vm.defaults': settings,
      'other.defaults': settings,
      'run.sh': '#!/bin/sh\n. ./vm.defaults\nqemu-system-x86_64 $MONITOR\n',
    });
    const { out, err } = await runCommand(folder.path('.'), ['-f', 'concise']);
    assert.match(out, /^vm\.defaults:2:19: error\[monitor-on-network\]/);
    assert.match(err, /Not checked.*:\n {2}other\.defaults\n/);
    assert.doesNotMatch(err, /vm\.defaults/);
  });
});

describe('a path', () => {
  it('belongs to the project around the current folder', async (t) => {
    const settings = JSON.stringify({ rules: { 'monitor-on-network': 'off' } });
    const folder = makeFolder(t, {
      '.qemu-monitor-guard.json': settings,
      'lab/run.sh': OPEN,
      'other/.qemu-monitor-guard.json': '{}',
      'other/run.sh': OPEN,
    });
    const codeIn = async (cwd: string, ...words: string[]) =>
      (await runCommand(folder.path(cwd), ['-q', ...words])).code;
    assert.equal(await codeIn('lab'), 0, 'the settings lie further up');
    assert.equal(await codeIn('.', 'other/run.sh'), 1, 'the innermost settings hold');
    assert.equal(await codeIn('other'), 1);
    assert.equal(await codeIn('lab', '../other'), 1);
  });

  it('belongs to the project around itself where the current folder is in none', async (t) => {
    const outside = makeFolder(t);
    const settings = JSON.stringify({ rules: { 'monitor-on-network': 'off' } });
    const folder = makeFolder(t, { '.qemu-monitor-guard.json': settings, 'lab/run.sh': OPEN });
    const { code } = await runCommand(outside.path('.'), ['-q', folder.path('lab/run.sh')]);
    assert.equal(code, 0);
  });

  it('is looked at alone outside of a project', async (t) => {
    const folder = makeFolder(t, { 'run.sh': OPEN, 'other.sh': OPEN, 'deep/other.sh': OPEN });
    const { out, err } = await runCommand(folder.path('.'), ['-f', 'concise', 'run.sh']);
    assert.match(out, /^run\.sh:1:29: .*\n$/);
    assert.match(err, /1 file checked/);
  });

  it('finds in a project who brings a file in', async (t) => {
    const folder = makeFolder(t, {
      'run.sh': '. lib/host.sh\nqemu-system-x86_64 -monitor "tcp:$HOST:1,server"\n',
      'lib/host.sh': 'HOST=0.0.0.0\n',
    });
    mkdirSync(folder.path('.git'));
    const { out } = await runCommand(folder.path('lib'), ['-f', 'concise', 'host.sh']);
    assert.match(out, /^host\.sh:1:6: error\[monitor-on-network\]/);
  });

  it('that is a link is what it leads to', async (t) => {
    const folder = makeFolder(t, { 'real/run.sh': OPEN });
    symlinkSync('real/run.sh', folder.path('link.sh'));
    const { out } = await runCommand(folder.path('.'), ['-f', 'concise', 'link.sh']);
    assert.match(out, /^real\/run\.sh:1:/);
  });

  it('that git ignores is left out unless it is named, or nothing is to be ignored', async (t) => {
    const folder = makeFolder(t, { '.gitignore': 'old\n', 'old/run.sh': OPEN });
    mkdirSync(folder.path('.git'));
    const code = async (...words: string[]) =>
      (await runCommand(folder.path('.'), ['-q', ...words])).code;
    assert.equal(await code(), 0);
    assert.equal(await code('old/run.sh'), 1);
    assert.equal(await code('--no-ignore'), 1);
    assert.equal(await code('--no-ignore', '--exclude', 'old'), 0);
  });
});

describe('a path of Windows', () => {
  it('has slashes, a drive in upper case, and no slash at its end', () => {
    const paths = new Map([
      ['c:\\w\\lab\\', 'C:/w/lab'],
      ['C:\\', 'C:/'],
      ['\\\\server\\share\\run.sh', '//server/share/run.sh'],
      ['D:/mixed\\run.sh', 'D:/mixed/run.sh'],
    ]);
    for (const [written, meant] of paths) assert.equal(withSlashes(written, 'win32'), meant);
    assert.equal(withSlashes('/w/a\\b', 'linux'), '/w/a\\b', 'a character like any other');
  });

  it('is one with slashes in a pattern, too', () => {
    assert.deepEqual(toPatterns(['lab\\*.sh', 'old'], 'win32'), ['lab/*.sh', 'old']);
    for (const [pattern, platform] of [
      ['lab\\*.sh', 'linux'],
      ['C:\\w\\old', 'win32'],
    ] as const) {
      assert.ok('kind' in toPatterns([pattern], platform), pattern);
    }
  });

  it('is shown from the current folder', () => {
    assert.equal(shownPath('C:/w/lab/run.sh', 'C:/w'), 'lab/run.sh');
    assert.equal(shownPath('//server/share/run.sh', 'C:/w'), '//server/share/run.sh');
    assert.equal(shownPath('/w/a/run.sh', '/w/b'), '../a/run.sh');
    assert.equal(shownPath('/other/run.sh', '/w/b'), '/other/run.sh');
  });
});

describe('an entry that accepts nothing', () => {
  it('is told where the whole project was looked at', async (t) => {
    const accept = [{ path: 'run.sh', rules: ['monitor-on-network'], reason: 'known' }];
    const folder = makeFolder(t, {
      '.qemu-monitor-guard.json': JSON.stringify({ accept }),
      'run.sh': 'qemu-system-x86_64 -qmp stdio\n',
    });
    const { code, err } = await runCommand(folder.path('.'), []);
    assert.equal(code, 0);
    assert.match(err, /\.qemu-monitor-guard\.json:1: This accepts nothing/);
    const { err: ofOne } = await runCommand(folder.path('.'), ['run.sh']);
    assert.doesNotMatch(ofOne, /accepts nothing/);
    // The end of a file that takes too long is unknown.
    const endless = `f() { kvm -S -m $1; }\n${'f 1\n'.repeat(10_000)}kvm -qmp stdio\n`;
    writeFileSync(folder.path('endless.sh'), endless);
    const { err: ofEndless } = await runCommand(folder.path('.'), []);
    assert.match(ofEndless, /Analysis stopped:\n {2}endless\.sh:\d+\n/);
    assert.doesNotMatch(ofEndless, /accepts nothing/);
  });
});
