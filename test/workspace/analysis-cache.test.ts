/** One analysis for each document: at hand as long as there is room, and the same when it is made once more. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { NO_PROJECT } from '../../server/src/service/fixes/clients/project.ts';
import { DEFAULT_SETTINGS } from '../../server/src/service/settings/settings.ts';
import { AnalysisCache } from '../../server/src/workspace/analysis-cache.ts';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

const MONITOR = 'qemu-system-x86_64 -monitor tcp:0.0.0.0:4444,server\n';

function cacheOf() {
  return new AnalysisCache(
    { get: () => null },
    { failed: assert.fail, unfollowed: () => undefined },
  );
}

function documentOf(text: string, name = 'run.sh'): TextDocument {
  return TextDocument.create(`file:///w/${name}`, 'shellscript', 1, text);
}

test('the largest stays, and what does not fit beside others is made again under the same name', async () => {
  const text = (count: number) =>
    `${MONITOR.repeat(3)}${`kvm ${'-S '.repeat(100)}\n`.repeat(count)}`;
  const rows = [
    [3, 3, true],
    [300, 0, true],
    [300, 300, false],
  ] as const;
  for (const [count, others, isHeld] of rows) {
    const cache = cacheOf();
    const document = documentOf(text(count));
    const first = new WeakRef(cache.ofDocument(document, DEFAULT_SETTINGS));
    const { id } = cache.ofDocument(document, DEFAULT_SETTINGS);
    cache.ofDocument(documentOf(text(others), 'other.sh'), DEFAULT_SETTINGS);
    await setTimeout(1);
    collectGarbage();
    assert.equal(first.deref() !== undefined, isHeld);
    const again = cache.ofDocument(document, DEFAULT_SETTINGS);
    assert.equal(again.id, id);
    assert.equal(again.analysis.findings.length, 3);
    assert.ok(
      again.analysis.findings.every((finding) => again.fixes(NO_PROJECT).get(finding)?.length),
    );
  }
});

test('another text has another name', () => {
  const cache = cacheOf();
  const document = documentOf(MONITOR);
  const { id } = cache.ofDocument(document, DEFAULT_SETTINGS);
  assert.equal(cache.ofDocument(document, DEFAULT_SETTINGS).id, id);
  TextDocument.update(document, [{ text: MONITOR.repeat(2) }], 2);
  assert.notEqual(cache.ofDocument(document, DEFAULT_SETTINGS).id, id);
});

test('a closed document is given up', async () => {
  const cache = cacheOf();
  const document = documentOf(MONITOR);
  const first = new WeakRef(cache.ofDocument(document, DEFAULT_SETTINGS));
  cache.closed(document);
  await setTimeout(1);
  collectGarbage();
  assert.equal(first.deref(), undefined);
});
