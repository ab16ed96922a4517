/** The same sources give the same package, so a release can be compared with its sources. */
import assert from 'node:assert/strict';
import { readFileSync, utimesSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { packageForNpm } from '../../scripts/npm-package.mjs';
import { packageExtension } from '../../scripts/package-extension.mjs';
import { makeFolder } from '../protocol/workspace-folder.ts';

test('the extension packaged twice is the same, byte for byte', async (t) => {
  const folder = makeFolder(t);
  const first = readFileSync(await packageExtension(folder.path('first.vsix')));
  // Whenever that is: a file that was touched has another time.
  const page = fileURLToPath(new URL('../../LICENSE', import.meta.url));
  utimesSync(page, new Date(), new Date());
  const second = readFileSync(await packageExtension(folder.path('second.vsix')));
  assert.ok(first.length > 100_000);
  assert.ok(first.equals(second));
});

test('the package for npm packaged twice is the same, byte for byte', async (t) => {
  const folder = makeFolder(t, { 'first/x': '', 'second/x': '' });
  const first = readFileSync(await packageForNpm(folder.path('first')));
  const second = readFileSync(await packageForNpm(folder.path('second')));
  assert.ok(first.length > 100_000);
  assert.ok(first.equals(second));
});
