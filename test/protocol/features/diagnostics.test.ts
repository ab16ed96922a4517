import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Diagnostic } from 'vscode-languageserver';
import { type LspClient, PLAIN_EDITOR, startClient } from '../../support/lsp-client.ts';
import { EVERY_LANGUAGE, type SampleDocument, SHELL } from '../documents.ts';
import { rangeOf, textIn } from '../positions.ts';

let client: LspClient;
before(async () => {
  client = await startClient();
});
after(() => client.stop());

/** Fails unless the one diagnostic of a document says everything it should. */
function assertDiagnostic(document: SampleDocument, diagnostics: readonly Diagnostic[]): void {
  const { uri, text, found, related, message } = document;
  const [diagnostic, ...others] = diagnostics;
  assert.deepEqual(others, []);
  const { relatedInformation = [], ...rest } = diagnostic ?? {};
  assert.deepEqual(rest, {
    range: rangeOf(text, found),
    severity: 1,
    code: 'monitor-on-network',
    source: 'Monitor Guard',
    message,
    codeDescription: {
      href: 'https://qemu-monitor-guard.github.io/qemu-monitor-guard/v0.1.0/rules/monitor-on-network.html',
    },
  });
  const places = relatedInformation.map(({ location, message }) => {
    assert.equal(location.uri, uri);
    assert.match(message, /^[A-Z][^.]*$/);
    return textIn(text, location.range);
  });
  assert.deepEqual(places, related);
}

for (const document of EVERY_LANGUAGE) {
  const { uri, languageId, text } = document;
  test(`an open ${languageId} document gives its diagnostics when asked`, async () => {
    client.open(uri, languageId, text);
    const report = await client.report(uri);
    assert.equal(report.kind, 'full');
    assertDiagnostic(document, report.items);
    client.close(uri);
  });
}

test('asking again with the result id gives no diagnostics but "unchanged"', async () => {
  const { uri, languageId, text } = SHELL;
  client.open(uri, languageId, text);
  const first = await client.report(uri);
  assert.ok(first.resultId);
  assert.deepEqual(await client.report(uri, first.resultId), {
    kind: 'unchanged',
    resultId: first.resultId,
  });
  client.change(uri, 2, [{ text: '' }]);
  const second = await client.report(uri, first.resultId);
  assert.deepEqual(
    { ...second, resultId: undefined },
    { kind: 'full', items: [], resultId: undefined },
  );
  assert.notEqual(second.resultId, first.resultId);
  client.close(uri);
});

test('a document that is opened anew with other text is not "unchanged"', async () => {
  const { uri, languageId, text } = SHELL;
  client.open(uri, languageId, text);
  const { resultId } = await client.report(uri);
  client.close(uri);
  // The version is 1 again, as it is in an editor that reverts a file or changes its language.
  client.open(uri, languageId, '');
  const report = await client.report(uri, resultId);
  assert.equal(report.kind, 'full');
  assert.deepEqual(report.items, []);
  client.close(uri);
});

test('a document that was never opened has no diagnostics and no fixes', async () => {
  const uri = 'file:///vm/never-opened.sh';
  assert.deepEqual(await client.report(uri), { kind: 'full', items: [] });
  const all = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
  assert.deepEqual(await client.actions(uri, all), null);
});

test('diagnostics are pushed to a client that never asks, and closing the document takes them away', async () => {
  const { uri, languageId, text } = SHELL;
  const plain = await startClient({ capabilities: PLAIN_EDITOR });
  plain.open(uri, languageId, text);
  const pushed = await plain.pushed(uri);
  assert.equal(pushed.version, 1);
  assertDiagnostic(SHELL, pushed.diagnostics);
  plain.close(uri);
  assert.deepEqual(await plain.pushed(uri), { uri, diagnostics: [] });
  await plain.stop();
});

test('a document in a language that is none of ours has no diagnostics', async () => {
  const uri = 'file:///vm/notes.md';
  client.open(uri, 'markdown', SHELL.text);
  assert.deepEqual(await client.diagnostics(uri), []);
  client.close(uri);
});

test('documentation counts in the workspace, and not where our own pages are', async (t) => {
  const page = '# Bad\n\n```sh\nqemu-system-x86_64 -monitor tcp:0.0.0.0:4444,server\n```\n';
  const inside = await startClient({ rootUri: 'file:///vm' });
  t.after(() => inside.stop());
  const findings = async (uri: string) => {
    inside.open(uri, 'markdown', page);
    return (await inside.diagnostics(uri)).map(({ code }) => code);
  };
  assert.deepEqual(await findings('file:///ext/docs/rules/monitor-on-network.md'), []);
  assert.deepEqual(await findings('file:///vm/readme.md'), ['monitor-on-network']);
});

test('nothing is pushed to a client that asks', () => {
  const pushed = client.sent('textDocument/publishDiagnostics');
  assert.deepEqual(pushed, []);
});

test('a cancelled request is answered as cancelled, and the next one as ever', async () => {
  const { uri, languageId, text } = SHELL;
  const waiting = await startClient();
  // While the settings are not there, a request for diagnostics waits for them.
  let giveSettings: (settings: unknown) => void = () => {};
  waiting.answer('workspace/configuration', () => {
    return new Promise((resolve) => {
      giveSettings = resolve;
    });
  });
  waiting.notify('workspace/didChangeConfiguration', { settings: null });
  await waiting.next('workspace/configuration');
  await waiting.next('workspace/configuration');
  waiting.open(uri, languageId, text);
  const { id, answer } = waiting.ask('textDocument/diagnostic', { textDocument: { uri } });
  const range = rangeOf(text, SHELL.found);
  const action = waiting.ask('textDocument/codeAction', {
    textDocument: { uri },
    range,
    context: { diagnostics: [] },
  });
  waiting.notify('$/cancelRequest', { id: 123456 });
  waiting.notify('$/cancelRequest', { id });
  waiting.notify('$/cancelRequest', { id: action.id });
  const answers = Promise.allSettled([answer, action.answer]);
  giveSettings([null]);
  for (const outcome of await answers) {
    assert.equal(outcome.status, 'rejected');
    assert.equal(outcome.reason.code, -32800);
  }
  assert.equal((await waiting.diagnostics(uri)).length, 1);
  await waiting.stop();
});
