/** What is kept of analyses while all files of a workspace are looked at. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { analyze } from '../../../server/src/service/analysis/analyze.ts';
import { findingsBy, witnessOf } from '../../../server/src/service/analysis/file-findings.ts';
import { DEFAULT_SETTINGS } from '../../../server/src/service/settings/settings.ts';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

const OPTIONS = 'OPTIONS="-monitor tcp:0.0.0.0:4444,server"\n';

/** The witness of a Makefile or a script with one file around it, and its analysis as long as anything holds it. */
function witnessed(path: string, languageId: string, text: string, other: string) {
  const files = { get: (asked: string) => (asked === '/w/lib' ? other : null) };
  const analysis = analyze({ text, languageId, path }, DEFAULT_SETTINGS, files);
  assert.deepEqual([...analysis.used.keys()], ['/w/lib']);
  return { witness: witnessOf(analysis), analysis: new WeakRef(analysis) };
}

test('a witness that finds nothing gives its analysis up, and its files and comments are known', async () => {
  const rows = [
    ['/w/Makefile', 'makefile', 'include /w/lib\nrun:\n\tqemu-system-x86_64\n', 'MEMORY = 4\n'],
    ['/w/run.sh', 'shellscript', '. /w/lib\nqemu-system-x86_64\n', 'MEMORY=4\n'],
  ] as const;
  for (const [path, languageId, text, other] of rows) {
    const { witness, analysis } = witnessed(path, languageId, text, other);
    await setTimeout(1);
    collectGarbage();
    assert.equal(analysis.deref(), undefined, path);
    const texts = witness.files.map((file) => [file.path, file.text]);
    assert.deepEqual(texts, [
      [path, text],
      ['/w/lib', other],
    ]);
    assert.ok(witness.commentsOf(path), path);
  }
});

test('a witness that finds something says so of each of its files', () => {
  const { witness } = witnessed(
    '/w/run.sh',
    'shellscript',
    '. /w/lib\nqemu-system-x86_64 $OPTIONS\n',
    OPTIONS,
  );
  assert.equal(findingsBy('/w/run.sh', witness, [], true).length, 0);
  const [finding, ...others] = findingsBy('/w/lib', undefined, [witness], true);
  assert.equal(finding?.address, '0.0.0.0:4444');
  assert.deepEqual(others, []);
});
