import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import fc from 'fast-check';
import {
  isBelow,
  isVirtual,
  pathOfFile,
  pathOfUri,
  uriOfFile,
} from '../../../server/src/workspace/files/file-paths.ts';

const PATHS: readonly [uri: string, path: string | undefined][] = [
  ['file:///w/run.sh', '/w/run.sh'],
  ['file://localhost/w/run.sh', '/w/run.sh'],
  ['file:///w/a%20b/%C3%A4%23.sh', '/w/a b/ä#.sh'],
  ['file:///c%3A/w/run.sh', 'c:/w/run.sh'],
  ['file://server/share/run.sh', '//server/share/run.sh'],
  ['vscode-vfs://github/w/run.sh', '/vscode-vfs:%2F%2Fgithub/w/run.sh'],
  ['untitled:Untitled-1', undefined],
  ['git:/w/run.sh?%7B%22ref%22%3A%22~%22%7D', undefined],
  ['vscode-notebook-cell:/w/a.ipynb#X1', undefined],
  ['file:///w/a%2Fb.sh', undefined],
  ['file:///w/%FF.sh', undefined],
  ['', undefined],
];

for (const [uri, path] of PATHS) {
  test(`the path of ${uri || 'nothing'} is ${path ?? 'not there'}`, () => {
    assert.equal(pathOfFile(uri), path);
  });
}

/** Absolute paths as a disk may have them. */
const name = fc
  .string({ unit: 'grapheme', minLength: 1 })
  .filter((text) => !/[/\\\0]/.test(text) && !/^\.{1,2}$/.test(text) && !/^[a-z]:/i.test(text));
const paths = fc.array(name, { minLength: 1, maxLength: 4 }).map((parts) => `/${parts.join('/')}`);

test('a path comes back from its URI, and Node reads the URI in the same way', () => {
  fc.assert(
    fc.property(paths, (path) => {
      assert.equal(pathOfFile(uriOfFile(path)), path);
      assert.equal(fileURLToPath(uriOfFile(path), { windows: false }), path);
      assert.equal(pathOfFile(pathToFileURL(path, { windows: false }).href), path);
    }),
  );
});

test('a path that lies on no disk comes back from its URI', () => {
  fc.assert(
    fc.property(paths, (path) => {
      const virtual = `/vscode-vfs:%2F%2Fgithub${path}`;
      assert.equal(uriOfFile(virtual), uriOfFile(path).replace('file://', 'vscode-vfs://github'));
      assert.equal(pathOfFile(uriOfFile(virtual)), virtual);
      assert.ok(isVirtual(virtual) && !isVirtual(path));
    }),
  );
});

test('the root of a disk has nothing above it that lies on none', () => {
  assert.ok(isBelow('/', '/w/run.sh'));
  assert.ok(!isBelow('/', '/vscode-vfs:%2F%2Fgithub/w/run.sh'));
  assert.ok(isBelow('/w', '/w') && !isBelow('/w', '/ww'));
});

test('the name of a document is that of its URI, whatever it is', () => {
  assert.equal(pathOfUri('untitled:Untitled-1'), 'Untitled-1');
  assert.equal(pathOfUri('vscode-vfs://github/w/a%20b.sh'), '/w/a b.sh');
  assert.equal(pathOfUri('file:///w/%FF.sh'), 'file:///w/%FF.sh');
});
