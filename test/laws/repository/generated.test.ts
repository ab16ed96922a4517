/** What is generated is as the sources have it, and a new rule begins with all that belongs to one. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { transform } from 'esbuild';
import { generatedLimits } from '../../../scripts/generate/limits.ts';
import { generatedSelectors } from '../../../scripts/generate/selectors.ts';
import { filesOfRule } from '../../../scripts/new-rule.ts';
import { filesBelow, readRepositoryFile } from '../../support/repository.ts';

describe('the selectors of the client', () => {
  it('are what the languages say of themselves', () => {
    for (const [path, text] of generatedSelectors()) {
      assert.equal(readRepositoryFile(path), text, `${path} is out of date: npm run generate`);
    }
  });
});

describe('the table of bounds', () => {
  it('is in docs/limits.md as the sources have it', () => {
    for (const [path, text] of generatedLimits()) {
      assert.equal(readRepositoryFile(path), text, `${path} is out of date: npm run generate`);
    }
  });

  it('has all bounds of the folders that it is for', () => {
    const folders = [
      'invocation/lists',
      'invocation/python',
      'invocation/yaml',
      'qemu',
      'rules',
      'text',
    ];
    const others = ['invocation/dockerfile', 'syntax/json', 'syntax/python', 'syntax/yaml'];
    const paths = [...folders, ...others].flatMap((folder) => filesBelow(`server/src/${folder}`));
    assert.ok(paths.length > 50);
    const own = paths.filter((path) => /const MAX_[A-Z_]+ = \d/.test(readRepositoryFile(path)));
    assert.deepEqual(own, []);
  });
});

describe('a new rule', () => {
  const index = readRepositoryFile('server/src/rules/index.ts');

  it('has a file, a page, a test, and a line in the list', async () => {
    const files = filesOfRule('monitor-on-the-moon', index);
    assert.ok(typeof files !== 'string', String(files));
    assert.deepEqual(
      [...files.keys()],
      [
        'server/src/rules/index.ts',
        'server/src/rules/monitor-on-the-moon.ts',
        'docs/rules/monitor-on-the-moon.md',
        'test/rules/monitor-on-the-moon.test.ts',
      ],
    );
    const list = files.get('server/src/rules/index.ts') ?? '';
    const imported = [...list.matchAll(/ from '\.\/(.*)\.ts';$/gm)].map(([, path]) => path);
    assert.deepEqual(imported, [...new Set([...imported, 'monitor-on-the-moon'])].sort());
    assert.match(list, /^ {2}monitorOnTheMoon,\n\];$/m);
    for (const [path, text] of files) {
      if (path.endsWith('.ts')) await transform(text, { loader: 'ts' });
    }
  });

  it('is refused where its id says nothing, and where there is one', () => {
    assert.match(String(filesOfRule('Moon', index)), /says what is wrong/);
    assert.match(String(filesOfRule('monitor-over-udp', index)), /already/);
  });
});
