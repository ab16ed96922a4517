/** Neovim as a second editor: its own client, which nobody of ours has written, talks to the server. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { plainEnvironment, SERVER, SERVER_NODE } from '../../support/lsp-client.ts';
import { EVERY_LANGUAGE, type SampleDocument, SHELL } from '../documents.ts';

const CLI = fileURLToPath(new URL('../../../dist/cli.js', import.meta.url));
const SCRIPT = fileURLToPath(new URL('../fixtures/neovim.lua', import.meta.url));
const FILE_TYPES: ReadonlyMap<string, string> = new Map([
  ['shellscript', 'sh'],
  ['xml', 'xml'],
  ['qemu-config', 'qemu-config'],
]);

/** Neovim counts in bytes and the server, here, in UTF-16: the two must mean the same places. */
const BEHIND_UMLAUTS: SampleDocument = {
  ...SHELL,
  text: SHELL.text.replace('-monitor', "-name 'größe 🖥' -monitor"),
  fixed: SHELL.fixed
    .replace('-monitor', "-name 'größe 🖥' -monitor")
    .replace('run-monitor', 'gr-e-monitor'),
};

interface Step {
  readonly step: string;
  readonly value: unknown;
}

/** Opens a document in Neovim and has it fixed there; gives what Neovim told. */
function editInNeovim(
  folder: string,
  document: SampleDocument,
  fileType: string,
  [server, word]: readonly [server: string, word: string] = [SERVER, '--stdio'],
): readonly Step[] {
  const file = join(folder, basename(document.uri));
  writeFileSync(file, document.text);
  const { stdout, stderr, status, error } = spawnSync(
    'nvim',
    [
      '--headless',
      '-u',
      'NONE',
      '-i',
      'NONE',
      '-n',
      '-l',
      SCRIPT,
      SERVER_NODE,
      server,
      file,
      fileType,
      word,
    ],
    {
      encoding: 'utf8',
      timeout: 60_000,
      // Its log and its state go where the file is, and with it.
      env: {
        ...plainEnvironment(),
        XDG_STATE_HOME: folder,
        XDG_DATA_HOME: folder,
        XDG_CACHE_HOME: folder,
      },
    },
  );
  assert.equal(error, undefined);
  assert.equal(status, 0, `${stdout}\n${stderr}`);
  return stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Step);
}

/** What Neovim tells when all goes well. */
function stepsOf(document: SampleDocument): readonly Step[] {
  return [
    {
      step: 'diagnostic',
      value: {
        code: 'monitor-on-network',
        source: 'Monitor Guard',
        severity: 'WARN',
        text: document.found,
      },
    },
    { step: 'buffer', value: document.fixed },
    { step: 'left', value: [] },
    { step: 'ended', value: true },
  ];
}

const version = spawnSync('nvim', ['--version'], { encoding: 'utf8' });

if (version.error) {
  test('Neovim is there under CI', (t) => {
    t.diagnostic('Neovim is not installed, so its conversations with the server were not run');
    assert.notEqual(process.env['CI'], 'true', 'CI needs the Debian package neovim');
  });
} else {
  for (const document of [...EVERY_LANGUAGE, BEHIND_UMLAUTS]) {
    const fileType = FILE_TYPES.get(document.languageId);
    if (fileType === undefined) continue;
    const what = document === BEHIND_UMLAUTS ? 'line with umlauts' : `${document.languageId} file`;
    test(`Neovim shows the diagnostics of a ${what} and applies the fix`, (t) => {
      t.diagnostic(version.stdout.split('\n')[0] ?? '');
      const folder = mkdtempSync(join(tmpdir(), 'monitor-guard-neovim-'));
      t.after(() => rmSync(folder, { recursive: true }));
      assert.deepEqual(editInNeovim(folder, document, fileType), stepsOf(document));
    });
  }

  test('Neovim starts the language server by the name of the command line', (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'monitor-guard-neovim-'));
    t.after(() => rmSync(folder, { recursive: true }));
    assert.deepEqual(editInNeovim(folder, SHELL, 'sh', [CLI, 'lsp']), stepsOf(SHELL));
  });
}
