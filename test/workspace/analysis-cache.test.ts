/** One analysis for each document: at hand as long as there is room, and the same when it is made once more. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { DEFAULT_SETTINGS } from '../../server/src/service/settings/settings.ts';
import { analysisCache } from '../../server/src/workspace/analysis-cache.ts';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

const MONITOR = 'qemu-system-x86_64 -monitor tcp:0.0.0.0:4444,server\n';

function cacheOf() {
  return analysisCache({ get: () => null }, { failed: assert.fail, unfollowed: () => undefined });
}

function documentOf(text: string): TextDocument {
  return TextDocument.create('file:///w/run.sh', 'shellscript', 1, text);
}

test('what fits stays, and what does not is made again under the same name', async () => {
  for (const [others, isHeld] of [[3, true] as const, [300, false] as const]) {
    const cache = cacheOf();
    const document = documentOf(
      `${MONITOR.repeat(3)}${`kvm ${'-S '.repeat(100)}\n`.repeat(others)}`,
    );
    const first = new WeakRef(cache.ofDocument(document, DEFAULT_SETTINGS));
    const { id } = cache.ofDocument(document, DEFAULT_SETTINGS);
    await setTimeout(1);
    collectGarbage();
    assert.equal(first.deref() !== undefined, isHeld);
    const again = cache.ofDocument(document, DEFAULT_SETTINGS);
    assert.equal(again.id, id);
    assert.equal(again.analysis.findings.length, 3);
    assert.ok(again.analysis.findings.every((finding) => again.fixes().get(finding)?.length));
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
