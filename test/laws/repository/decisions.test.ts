/** Decisions have a page each, and the code that one binds says so. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { linkTargets } from '../../support/markdown.ts';
import { filesBelow, isInRepository, readRepositoryFile } from '../../support/repository.ts';

const FOLDER = 'docs/decisions/';
const PAGES = filesBelow('docs/decisions').filter((path) => !path.endsWith('/README.md'));
const CODE = ['server/src', 'client/src', 'webview/src', 'scripts', 'test', 'bench']
  .flatMap(filesBelow)
  .filter((path) => /\.(?:ts|mjs)$/.test(path));
/** By the page, the files that name it. */
const NAMED = new Map<string, string[]>();
for (const file of ['esbuild.mjs', ...CODE]) {
  for (const [page] of readRepositoryFile(file).matchAll(/docs\/decisions\/[\w-]+\.md/g)) {
    NAMED.set(page, [...(NAMED.get(page) ?? []), file]);
  }
}

describe('docs/decisions', () => {
  it('has no page that no code names', () => {
    const wrong = PAGES.filter((page) => !NAMED.has(page));
    assert.deepEqual(wrong, []);
  });

  it('is named by code for pages that are there', () => {
    const wrong = [...NAMED.keys()].filter((page) => !isInRepository(page));
    assert.deepEqual(wrong, []);
  });

  it('lists every page once', () => {
    const listed = linkTargets(readRepositoryFile(`${FOLDER}README.md`)).map((to) => FOLDER + to);
    assert.deepEqual(listed.toSorted(), PAGES.toSorted());
  });
});

describe('docs/architecture.md', () => {
  it('can be read in a quarter of an hour', () => {
    assert.ok(
      new TextEncoder().encode(readRepositoryFile('docs/architecture.md')).length <= 10_240,
    );
  });

  it('names files and folders that are there', () => {
    const page = readRepositoryFile('docs/architecture.md');
    const roots = ['', 'server/src/'];
    const named = [...page.matchAll(/`([\w-]+(?:\/[\w.-]+)+\/?)`/g)].map(([, path = '']) => path);
    const missing = named.filter((path) => !roots.some((root) => isInRepository(root + path)));
    assert.deepEqual(missing, []);
  });
});
