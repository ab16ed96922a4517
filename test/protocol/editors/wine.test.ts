/**
 * The built programs under a Node of Windows, which Wine runs: drives in either case, backslashes, line ends. Wine is large,
 * and where it is not installed nothing is tried, in CI too. Its standard streams cannot be pipes from here, so they are
 * files, and an editor's session is one between two programs of Windows.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { CodeAction, Diagnostic } from 'vscode-languageserver';
import { ROOT } from '../../../scripts/toolchain.mjs';
import { installWindowsNode } from '../../../scripts/windows-node.mjs';
import { plainEnvironment } from '../../support/lsp-client.ts';
import { makeFolder, type WorkspaceFolder } from '../workspace-folder.ts';

const SESSION = fileURLToPath(new URL('../fixtures/windows-session.cjs', import.meta.url));
/** The first start of Wine makes a Windows of 800 MB. */
const PATIENCE = 300_000;

const PROJECT = {
  '.git/HEAD': 'ref: refs/heads/main\n',
  '.qemu-monitor-guard.json': '{ "exclude": ["old"] }\r\n',
  'lab/run.sh':
    '#!/bin/sh\r\n. ./settings.sh\r\nqemu-system-x86_64 -monitor "tcp:$MONITOR:4444,server"\r\n',
  'lab/settings.sh': 'MONITOR=0.0.0.0\r\nPORT=4447\r\n',
  'lab/start.ps1': '& "C:\\qemu\\qemu-system-x86_64.exe" -qmp tcp:0.0.0.0:4445,server\r\n',
  'old/run.sh': 'qemu-system-x86_64 -monitor tcp::4446,server\n',
};

/** A path of this machine as Windows has it: everything is below the drive `Z:`. */
function windowsPath(path: string, drive = 'Z:'): string {
  return drive + path.replaceAll('/', '\\');
}

const version = spawnSync('wine', ['--version'], { encoding: 'utf8' });

if (version.error) {
  test('Wine is asked where it is installed', (t) => {
    t.diagnostic('too large for CI: Wine, so nothing was tried with a Node for Windows');
  });
} else {
  describe('under Windows', { timeout: 2 * PATIENCE }, () => {
    let node = '';
    let home = '';

    before(async () => {
      node = await installWindowsNode(() => undefined);
      home = mkdtempSync(join(tmpdir(), 'monitor-guard-wine-'));
      wine(home, 'wineboot', '--init');
    });
    after(() => {
      spawnSync('wineserver', ['--kill'], { env: environment(), timeout: PATIENCE });
      rmSync(home, { recursive: true });
    });

    function environment(): NodeJS.ProcessEnv {
      const own = { WINEPREFIX: join(home, 'prefix'), WINEDEBUG: '-all', XDG_RUNTIME_DIR: home };
      return { ...plainEnvironment(), ...own };
    }

    /** Runs a program of Windows in a folder. */
    function wine(cwd: string, ...words: readonly string[]) {
      const names = ['out', 'err'].map((name) => join(home, name));
      const streams = names.map((name) => openSync(name, 'w'));
      const { status } = spawnSync('wine', words, {
        cwd,
        env: environment(),
        timeout: PATIENCE,
        stdio: ['ignore', ...streams],
      });
      for (const stream of streams) closeSync(stream);
      const [out = '', err = ''] = names.map((name) => readFileSync(name, 'utf8'));
      return { status, out, err };
    }

    function check(folder: WorkspaceFolder, ...words: readonly string[]) {
      return wine(folder.path('.'), node, windowsPath(join(ROOT, 'dist', 'cli.js')), ...words);
    }

    it('checks a folder, and paths in whatever way they are written', (t) => {
      const folder = makeFolder(t, PROJECT);
      const root = folder.path('.').replace(/\/$/, '');
      const all = check(folder, '-f', 'concise', '-q');
      assert.match(
        all.out,
        /^lab\/settings\.sh:1:9: error\[.*\nlab\/start\.ps1:1:\d+: error\[.*\n$/,
      );
      assert.equal(all.status, 1);
      const named = check(
        folder,
        ...['-f', 'concise', '-q', 'lab\\start.ps1', 'OLD\\run.sh', `Z:${root}/lab`],
        ...[windowsPath(root, 'z:'), windowsPath(`${root}/old/run.sh`, '\\\\?\\Z:')],
      );
      assert.match(named.out, /^lab\/settings\.sh:.*\nlab\/start\.ps1:.*\nold\/run\.sh:.*\n$/);
      const excluded = check(folder, '-f', 'concise', '-q', '--exclude', 'lab\\*.ps1');
      assert.match(excluded.out, /^lab\/settings\.sh:.*\n$/);
    });

    it('fixes files and keeps the ends of their lines', (t) => {
      const folder = makeFolder(t, PROJECT);
      const { status, err } = check(folder, '--fix', 'lab\\run.sh');
      assert.match(err, /^Fixed lab\/run\.sh\n/);
      assert.equal(status, 0);
      const [first, second, third, ...rest] = readFileSync(folder.path('lab/run.sh'), 'utf8').split(
        '\r\n',
      );
      assert.deepEqual([first, second], ['#!/bin/sh', '. ./settings.sh']);
      assert.match(third ?? '', /-monitor "unix:.*run-monitor\.sock,server"$/);
      assert.deepEqual(rest, ['']);
    });

    for (const [program, ...words] of [
      ['server.js', '--node-ipc'],
      ['cli.js', 'lsp', '--node-ipc'],
    ] as const) {
      it(`serves an editor with ${program}, which writes the drive in its own way`, (t) => {
        const folder = makeFolder(t, PROJECT);
        const uri = `file:///z%3A${folder.path('.').replace(/\/$/, '')}`;
        const text =
          '. ./lab/settings.sh\r\nqemu-system-x86_64 -qmp "tcp:0.0.0.0:$PORT,server"\r\n';
        const { status } = wine(
          folder.path('.'),
          ...[node, windowsPath(SESSION), windowsPath(join(ROOT, 'dist', program))],
          ...[uri, 'new.sh', text, windowsPath(folder.path('answers.json')), ...words],
        );
        assert.equal(status, 0);
        const answers = JSON.parse(readFileSync(folder.path('answers.json'), 'utf8')) as {
          readonly items: readonly Diagnostic[];
          readonly actions: readonly CodeAction[];
          readonly code: number;
        };
        const [found, ...others] = answers.items;
        assert.match(String(found?.message), /\b4447: anyone on the network/);
        assert.deepEqual(others, []);
        const [fix] = answers.actions;
        assert.equal(fix?.title, 'Switch to a UNIX socket');
        assert.equal(answers.code, 0);
      });
    }
  });
}
