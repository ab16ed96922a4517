/** Completion in Neovim, whose client counts in other units than we do and has less than VS Code's. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { plainEnvironment, SERVER, SERVER_NODE } from '../../support/lsp-client.ts';

const SCRIPT = fileURLToPath(new URL('../fixtures/neovim-completion.lua', import.meta.url));

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

/** Has an item taken in Neovim; gives the text that it leaves. */
function takeInNeovim(folder: string, { name, fileType, text, label }: Taken): string {
  const file = join(folder, name);
  const offset = text.indexOf('|');
  writeFileSync(file, text.slice(0, offset) + text.slice(offset + 1));
  const lines = text.slice(0, offset).split('\n');
  // Neovim counts columns in bytes.
  const column = Buffer.byteLength(lines.at(-1) ?? '');
  const place = [String(lines.length - 1), String(column)];
  const { stdout, stderr, status, error } = spawnSync(
    'nvim',
    [
      ...['--headless', '-u', 'NONE', '-i', 'NONE', '-n', '-l', SCRIPT],
      ...[SERVER_NODE, SERVER, file, fileType, ...place, label],
    ],
    {
      encoding: 'utf8',
      timeout: 60_000,
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
  const line = stdout.split('\n').find((one) => one.startsWith('{')) ?? '{}';
  return (JSON.parse(line) as { readonly value: string }).value;
}

const version = spawnSync('nvim', ['--version'], { encoding: 'utf8' });

if (version.error) {
  test('Neovim is there under CI', (t) => {
    t.diagnostic('Neovim is not installed, so its conversations with the server were not run');
    assert.notEqual(process.env['CI'], 'true', 'CI needs the Debian package neovim');
  });
} else {
  for (const taken of TAKEN) {
    test(`Neovim completes in a ${taken.fileType} file, and writes what was chosen`, (t) => {
      const folder = mkdtempSync(join(tmpdir(), 'monitor-guard-neovim-'));
      t.after(() => rmSync(folder, { recursive: true }));
      assert.equal(takeInNeovim(folder, taken), taken.taken);
    });
  }
}
