/** Neovim's own commands for definitions, colours and renames, on text where bytes and UTF-16 units differ. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { plainEnvironment, SERVER, SERVER_NODE } from '../../support/lsp-client.ts';
import { makeFolder } from '../workspace-folder.ts';

const SCRIPT = fileURLToPath(new URL('../fixtures/neovim-navigation.lua', import.meta.url));
const TEXT = `kvm -name 'größe 🖥' -chardev stdio,id=mon0 -mon chardev=mon0\n`;

const version = spawnSync('nvim', ['--version'], { encoding: 'utf8' });

// That Neovim is there under CI is asserted next door.
if (!version.error) {
  test('Neovim goes to the definition of an id, colours it and renames it', (t) => {
    const folder = makeFolder(t, { 'run.sh': TEXT });
    const home = folder.path('');
    const { stdout, stderr, status } = spawnSync(
      'nvim',
      [
        ...['--headless', '-u', 'NONE', '-i', 'NONE', '-n', '-l', SCRIPT],
        ...[SERVER_NODE, SERVER, folder.path('run.sh')],
      ],
      {
        encoding: 'utf8',
        timeout: 60_000,
        env: {
          ...plainEnvironment(),
          XDG_STATE_HOME: join(home, 'state'),
          XDG_DATA_HOME: join(home, 'data'),
          XDG_CACHE_HOME: join(home, 'cache'),
        },
      },
    );
    assert.equal(status, 0, `${stdout}\n${stderr}`);
    const steps = stdout
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as unknown);
    assert.deepEqual(steps, [
      { step: 'definition', value: 'mon0' },
      { step: 'colours', value: 9 },
      {
        step: 'refused',
        value: 'An id begins with a letter and has letters, digits, and the characters - . _ only',
      },
      { step: 'buffer', value: TEXT.replaceAll('mon0', 'mon1') },
    ]);
  });
}
