/**
 * The configurations of our page on editors, as they stand there, in the editors themselves. The server is found by the name
 * that the page has.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { READ } from '../../../client/src/selectors.ts';
import { ROOT } from '../../../scripts/toolchain.mjs';
import { plainEnvironment, SERVER_NODE } from '../../support/lsp-client.ts';
import { readRepositoryFile } from '../../support/repository.ts';
import { SHELL } from '../documents.ts';
import { makeFolder, type WorkspaceFolder } from '../workspace-folder.ts';

const PAGE = readRepositoryFile('docs/editors.md');
const PATIENCE = 300_000;

/** The first block of a section in some language; `behind` is a line that it stands below. */
function blockOf(section: string, language: string, behind = ''): string {
  const text = PAGE.split(/^## /m).find((one) => one.startsWith(`${section}\n`)) ?? '';
  const block = text.slice(text.indexOf(behind)).split(`\`\`\`${language}\n`)[1]?.split('```')[0];
  assert.ok(block, `${section} has a block of ${language}`);
  return block;
}

/** A project with a script, and a home with the program on the PATH. */
function makeHome(t: TestContext, config: Readonly<Record<string, string>>): WorkspaceFolder {
  const cli = join(ROOT, 'dist', 'cli.js');
  const folder = makeFolder(t, {
    ...config,
    'bin/qemu-monitor-guard': `#!/bin/sh\nexec '${SERVER_NODE}' '${cli}' "$@"\n`,
    'project/.git/HEAD': 'ref: refs/heads/main\n',
    'project/run.sh': SHELL.text,
  });
  chmodSync(folder.path('bin/qemu-monitor-guard'), 0o755);
  return folder;
}

function run(folder: WorkspaceFolder, program: string, ...words: readonly string[]) {
  const env = plainEnvironment();
  const home = folder.path('.');
  return spawnSync(program, words, {
    cwd: home,
    encoding: 'utf8',
    timeout: PATIENCE,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...env,
      PATH: [folder.path('bin'), env['PATH']].join(delimiter),
      HOME: home,
      XDG_CONFIG_HOME: home,
      XDG_CACHE_HOME: home,
      XDG_STATE_HOME: home,
      XDG_DATA_HOME: home,
      TERM: 'xterm-256color',
    },
  });
}

function fixture(name: string): string {
  return fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));
}

/** Where Debian's packages vim-ale and elpa-lsp-mode are. */
const ALE_FOLDER = '/usr/share/vim-ale';
const PLUGINS: Readonly<Record<string, string>> = {
  vim: ALE_FOLDER,
  'emacs with lsp-mode': '/usr/share/emacs/site-lisp/elpa-src',
};
/** A configuration that has it and what the page says. */
const ALE = `set nocompatible
set runtimepath^=${ALE_FOLDER}
filetype plugin on
source vimrc
`;

const EDITORS: Readonly<Record<string, (t: TestContext) => void>> = {
  emacs: (t) => {
    const folder = makeHome(t, { 'config.el': blockOf('Emacs', 'elisp') });
    const files = ['-l', 'config.el', '-l', fixture('emacs.el'), 'project/run.sh'];
    const { status, stdout, stderr } = run(folder, 'emacs', '--batch', '-Q', ...files);
    assert.equal(status, 0, `${stdout}\n${stderr}`);
    const steps = stdout
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as unknown);
    assert.deepEqual(steps, [
      { step: 'diagnostics', value: 1 },
      { step: 'text', value: SHELL.found },
      { step: 'message', value: `Monitor Guard [monitor-on-network]: ${SHELL.message}` },
      { step: 'buffer', value: SHELL.fixed },
      { step: 'ended', value: true },
    ]);
  },
  'emacs with lsp-mode': (t) => {
    const folder = makeHome(t, { 'config.el': blockOf('Emacs', 'elisp', 'lsp-mode runs') });
    const files = ['-l', fixture('lsp-mode.el')];
    const { stdout, stderr } = run(folder, 'emacs', '--batch', '-Q', ...files);
    assert.ok(stdout.includes(`found: ${SHELL.message}\n`), `${stdout}\n${stderr}`);
  },
  vim: (t) => {
    const folder = makeHome(t, { vimrc: blockOf('Vim', 'vim'), 'ale.vim': ALE });
    const words = ['-N', '-u', 'ale.vim', '-i', 'NONE', '-n', '-es', '-S', fixture('ale.vim')];
    const { stdout, stderr } = run(folder, 'vim', ...words, 'project/run.sh');
    const said = readFileSync(folder.path('said.txt'), 'utf8');
    assert.match(said, new RegExp(SHELL.message.replace(/[()*]/g, '\\$&')), `${stdout}${stderr}`);
  },
  hx: (t) => {
    const folder = makeHome(t, { 'helix/languages.toml': blockOf('Helix', 'toml') });
    const { status, stderr } = run(folder, 'python3', fixture('helix.py'), 'project/run.sh');
    assert.equal(status, 0, stderr);
    assert.equal(readFileSync(folder.path('project/run.sh'), 'utf8'), SHELL.fixed);
  },
  nvim: (t) => {
    const folder = makeHome(t, { 'config.lua': blockOf('Neovim', 'lua', '0.10:') });
    const words = [
      '--headless',
      '-u',
      'NONE',
      '-i',
      'NONE',
      '-n',
      '-l',
      fixture('neovim-page.lua'),
    ];
    const { status, stdout, stderr } = run(
      folder,
      'nvim',
      ...words,
      'config.lua',
      'project/run.sh',
    );
    assert.equal(status, 0, `${stdout}\n${stderr}`);
    assert.match(`${stdout}${stderr}`, new RegExp(SHELL.message.replace(/[()]/g, '\\$&')));
  },
};

/** What Vim and Neovim call a language, where that is not what VS Code does. */
const FILE_TYPES: Readonly<Record<string, string>> = {
  shellscript: 'sh',
  'systemd-unit-file': 'systemd',
  makefile: 'make',
  restructuredtext: 'rst',
  javascriptreact: 'javascript',
  typescriptreact: 'typescript',
  csharp: 'cs',
  vagrantfile: 'ruby',
  powershell: 'ps1',
  bat: 'dosbatch',
};

describe('the page on editors', () => {
  const read = READ.flatMap((one) => ('language' in one ? [one.language] : []));

  it('names all languages that the server reads, and no others', () => {
    const section = PAGE.split('## Languages')[1]?.split('\n\n')[1] ?? '';
    const named = [...section.matchAll(/`([\w-]+)`/g)].map(([, id = '']) => id);
    assert.deepEqual(named.toSorted(), [...read].toSorted());
  });

  it('starts the server for all of them in every Neovim', () => {
    const types = ['0.11 and newer', '0.10:'].map((version) => {
      const block = blockOf('Neovim', 'lua', version);
      const list = /(?:filetypes|pattern) = \{([^}]*)\}/.exec(block)?.[1] ?? '';
      return [...list.matchAll(/'([\w-]+)'/g)].map(([, type = '']) => type);
    });
    assert.deepEqual(types[0], types[1]);
    assert.deepEqual(
      read.filter((id) => !types[0]?.includes(FILE_TYPES[id] ?? id)),
      [],
    );
  });

  it('changes no severity', () => {
    assert.doesNotMatch(PAGE, /monitor-on-loopback|severity/);
  });
});

describe('the page on editors has what makes the server work in', () => {
  for (const [name, session] of Object.entries(EDITORS)) {
    it(name, (t) => {
      const [program = ''] = name.split(' ');
      const { error } = spawnSync(program, ['--version']);
      const folder = PLUGINS[name];
      if (error === undefined && (folder === undefined || existsSync(folder))) return session(t);
      t.diagnostic(`${name} is not installed, so what the page says of it was not tried`);
      assert.notEqual(process.env['CI'], 'true', 'CI needs its Debian package: see .ci/run');
    });
  }
});
