/**
 * Neovim as a second editor: its own client, which is not ours, talks to the server. It counts in other
 * units than we do, and has less than VS Code's.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { basename } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { plainEnvironment, SERVER, SERVER_NODE } from '../../support/lsp-client.ts';
import { EVERY_LANGUAGE, type SampleDocument, SHELL } from '../documents.ts';
import { makeFolder, type WorkspaceFolder } from '../workspace-folder.ts';

const CLI = fileURLToPath(new URL('../../../dist/cli.js', import.meta.url));
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

/** What a script of `fixtures` tells when Neovim runs it in a folder. */
function runInNeovim(
  folder: WorkspaceFolder,
  script: string,
  ...words: readonly string[]
): readonly Step[] {
  const home = folder.path('');
  const { stdout, stderr, status, error } = spawnSync(
    'nvim',
    [
      ...['--headless', '-u', 'NONE', '-i', 'NONE', '-n', '-l'],
      fileURLToPath(new URL(`../fixtures/${script}`, import.meta.url)),
      ...[SERVER_NODE, ...words],
    ],
    {
      encoding: 'utf8',
      timeout: 60_000,
      // Its log and its state go where the file is, and with it.
      env: {
        ...plainEnvironment(),
        XDG_STATE_HOME: home,
        XDG_DATA_HOME: home,
        XDG_CACHE_HOME: home,
      },
    },
  );
  assert.equal(error, undefined);
  assert.equal(status, 0, `${stdout}\n${stderr}`);
  const told = stdout.split('\n').filter((line) => line.startsWith('{'));
  return told.map((line) => JSON.parse(line) as Step);
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

/** A text with a `|` for the cursor, the item that is taken, and what becomes of it. */
interface Taken {
  readonly name: string;
  readonly fileType: string;
  readonly text: string;
  readonly label: string;
  readonly taken: string;
}

const TAKEN: readonly Taken[] = [
  {
    name: 'run.sh',
    fileType: 'sh',
    text: "kvm -name 'größe 🖥' -monitor uni|x:/run/m\n",
    label: 'pipe:',
    taken: "kvm -name 'größe 🖥' -monitor pipe:/run/m\n",
  },
  {
    name: 'vm.xml',
    fileType: 'xml',
    text: "<domain type='kvm' xmlns:q='http://libvirt.org/schemas/domain/qemu/1.0'>\n<q:commandline><q:arg value='-mon|\n</q:commandline></domain>\n",
    label: '-monitor',
    taken:
      "<domain type='kvm' xmlns:q='http://libvirt.org/schemas/domain/qemu/1.0'>\n<q:commandline><q:arg value='-monitor\n</q:commandline></domain>\n",
  },
  {
    name: 'vm.qemu',
    fileType: 'qemu-config',
    text: '[chardev "m"]\n  backend = so|\n',
    label: 'socket',
    taken: '[chardev "m"]\n  backend = "socket"\n',
  },
];

const WITH_ID = `kvm -name 'größe 🖥' -chardev stdio,id=mon0 -mon chardev=mon0\n`;

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
      const name = basename(document.uri);
      const folder = makeFolder(t, { [name]: document.text });
      const words = [SERVER, folder.path(name), fileType, '--stdio'];
      assert.deepEqual(runInNeovim(folder, 'neovim.lua', ...words), stepsOf(document));
    });
  }

  test('Neovim starts the language server by the name of the command line', (t) => {
    const name = basename(SHELL.uri);
    const folder = makeFolder(t, { [name]: SHELL.text });
    const words = [CLI, folder.path(name), 'sh', 'lsp'];
    assert.deepEqual(runInNeovim(folder, 'neovim.lua', ...words), stepsOf(SHELL));
  });

  for (const { name, fileType, text, label, taken } of TAKEN) {
    test(`Neovim completes in a ${fileType} file, and writes what was chosen`, (t) => {
      const offset = text.indexOf('|');
      const folder = makeFolder(t, { [name]: text.slice(0, offset) + text.slice(offset + 1) });
      const lines = text.slice(0, offset).split('\n');
      // Neovim counts columns in bytes.
      const place = [lines.length - 1, Buffer.byteLength(lines.at(-1) ?? '')].map(String);
      const words = [SERVER, folder.path(name), fileType, ...place, label];
      const [step] = runInNeovim(folder, 'neovim-completion.lua', ...words);
      assert.equal(step?.value, taken);
    });
  }

  test('Neovim goes to the definition of an id, colours it and renames it', (t) => {
    const folder = makeFolder(t, { 'run.sh': WITH_ID });
    const words = [SERVER, folder.path('run.sh')];
    assert.deepEqual(runInNeovim(folder, 'neovim-navigation.lua', ...words), [
      { step: 'definition', value: 'mon0' },
      { step: 'colours', value: 9 },
      {
        step: 'refused',
        value: 'An id begins with a letter and has letters, digits, and the characters - . _ only',
      },
      { step: 'buffer', value: WITH_ID.replaceAll('mon0', 'mon1') },
    ]);
  });
}
