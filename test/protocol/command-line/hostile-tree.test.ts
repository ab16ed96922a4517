/** The built command line in a hostile tree; strace tells what it did. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { plainEnvironment, SERVER_NODE } from '../../support/lsp-client.ts';
import {
  assertHarmless,
  callsIn,
  hasStrace,
  hostileFolder,
  NAMES,
  STRACE,
  straceWords,
} from '../hostile-folder.ts';
import { makeFolder, type WorkspaceFolder } from '../workspace-folder.ts';

const CLI = fileURLToPath(new URL('../../../dist/cli.js', import.meta.url));

/** Checks a folder; without strace where no file is given for what it notes. */
function check(folder: WorkspaceFolder, words: readonly string[], trace?: string) {
  const command = [SERVER_NODE, CLI, ...words];
  const [program = '', ...rest] = trace ? [STRACE, ...straceWords(trace), ...command] : command;
  const options = { cwd: folder.path('.'), encoding: 'utf8', env: plainEnvironment() } as const;
  return spawnSync(program, rest, options);
}

function traced(t: TestContext, folder: WorkspaceFolder, words: readonly string[]) {
  const file = makeFolder(t).path('trace');
  const { status } = check(folder, words, file);
  return { status, calls: callsIn(file) };
}

describe('the command line in a hostile tree', () => {
  const WORDS = ['-f', 'concise', '--no-config'];

  it('finds what is in the tree, and nothing that the tree leads to', (t) => {
    const { folder } = hostileFolder(t);
    const { status, stdout, stderr } = check(folder, WORDS);
    assert.equal(status, 2, 'not all of it can be read');
    assert.match(stderr, /could not be read/);
    assert.equal(stdout.split('\n').length - 1, NAMES.length + 2);
    assert.doesNotMatch(stdout + stderr, /5555/);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal obeys them
    assert.doesNotMatch(stdout + stderr, /[\u0000-\u0009\u000b-\u001f\u202e]/);
  });

  it('starts nothing, connects nothing, writes nothing and opens nothing outside', (t) => {
    if (!hasStrace()) return;
    const { folder, outside } = hostileFolder(t);
    const empty = makeFolder(t);
    const idle = traced(t, empty, ['-f', 'json', '--no-config']).calls;
    for (const words of [WORDS, [...WORDS, '.', 'out.sh', 'fifo', 'zero.sh', 'environ.sh']]) {
      const { status, calls } = traced(t, folder, words);
      assert.equal(status, 2, words.join(' '));
      assertHarmless(calls, idle, folder, outside);
    }
  });
});
