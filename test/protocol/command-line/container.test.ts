/** The image's Dockerfile, read and done by hand: what it copies is all that its program needs. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { ROOT } from '../../../scripts/toolchain.mjs';
import { readDockerfile } from '../../../server/src/syntax/dockerfile/reader.ts';
import { splitWords } from '../../../server/src/text/split-words.ts';
import { plainEnvironment, SERVER_NODE } from '../../support/lsp-client.ts';
import { readRepositoryFile } from '../../support/repository.ts';
import { makeFolder } from '../workspace-folder.ts';

const { instructions } = readDockerfile(readRepositoryFile('container/Dockerfile'));

/** What stands behind each instruction of a kind, in words. */
function wordsOf(kind: string): readonly (readonly string[])[] {
  return instructions
    .filter(({ keyword }) => keyword === kind)
    .map(({ text }) => splitWords(text.decoded));
}

/** A folder as the image is. */
function image(t: TestContext) {
  const folder = makeFolder(t);
  for (const words of wordsOf('COPY')) {
    const target = folder.path(words.at(-1) ?? '');
    for (const source of words.slice(0, -1)) {
      mkdirSync(target, { recursive: true });
      const isFile = target.endsWith('/');
      cpSync(join(ROOT, source), isFile ? join(target, basename(source)) : target, {
        recursive: true,
      });
    }
  }
  return folder;
}

describe('the image', () => {
  it('is of a version that is supported, runs nothing while it is made, and nothing as root', () => {
    const keywords = new Set(instructions.map(({ keyword }) => keyword));
    assert.deepEqual(
      [...keywords].filter((one) => ['RUN', 'ADD', 'ENV', 'EXPOSE'].includes(one)),
      [],
    );
    assert.match(wordsOf('FROM')[0]?.[0] ?? '', /^node:\d\d-slim$/);
    assert.deepEqual(wordsOf('USER'), [['node']]);
  });

  it('checks what is mounted, and explains', (t) => {
    const folder = image(t);
    const words: readonly string[] = JSON.parse(wordsOf('ENTRYPOINT')[0]?.join(' ') ?? '');
    assert.equal(words[0], 'node');
    const source = makeFolder(t, { 'run.sh': 'kvm -monitor tcp::4444,server\n' });
    const run = (...more: readonly string[]) =>
      spawnSync(SERVER_NODE, [...words.slice(1).map((word) => folder.path(word)), ...more], {
        cwd: source.path('.'),
        encoding: 'utf8',
        env: plainEnvironment(),
      });
    const checked = run('-f', 'concise');
    assert.match(checked.stdout, /^run\.sh:1:14: error\[monitor-on-network\]/);
    assert.equal(checked.status, 1);
    assert.match(run('explain', 'monitor-on-network').stdout, /^# A monitor listens/);
    assert.match(run('--version').stdout, /^qemu-monitor-guard \d+\.\d+\.\d+$/m);
  });
});
