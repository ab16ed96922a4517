/** What clients do that is late, wrong, too much or never ends: the server answers what it can, and goes on. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Hover } from 'vscode-languageserver';
import {
  connectOverStdio,
  type LspClient,
  PLAIN_EDITOR,
  PULLING_EDITOR,
  startFor,
} from '../../support/lsp-client.ts';
import { SHELL } from '../documents.ts';
import { reportsOf } from '../review.ts';
import { makeFolder, startIn } from '../workspace-folder.ts';

const { uri, languageId, text } = SHELL;
const START = { line: 0, character: 0 };

function hover(client: LspClient, of = uri): Promise<Hover | null> {
  const position = { line: 2, character: 5 };
  return client.request<Hover | null>('textDocument/hover', {
    textDocument: { uri: of },
    position,
  });
}

/** Whether the server still does what it is there for. */
async function goesOn(client: LspClient): Promise<void> {
  const other = 'file:///vm/goes-on.sh';
  client.open(other, languageId, text);
  assert.equal((await client.diagnostics(other)).length, 1);
  client.close(other);
}

test('a document that was closed is asked about in vain', async (t) => {
  const client = await startFor(t);
  client.open(uri, languageId, text);
  assert.equal((await client.diagnostics(uri)).length, 1);
  client.close(uri);
  assert.deepEqual(await client.diagnostics(uri), []);
  assert.equal(await hover(client), null);
  assert.deepEqual(await client.actions(uri, { start: START, end: START }), null);
  await goesOn(client);
});

test('a request that is on its way when its document is closed is answered', async (t) => {
  const client = await startFor(t);
  client.open(uri, languageId, text);
  const asked = [client.diagnostics(uri), hover(client)];
  client.close(uri);
  await Promise.all(asked);
  await goesOn(client);
});

test('documents that were never opened are changed and closed in vain', async (t) => {
  const client = await startFor(t);
  client.change(uri, 2, [{ text }]);
  client.close(uri);
  assert.deepEqual(await client.diagnostics(uri), []);
  await goesOn(client);
});

test('a change that a newer version has overtaken is left out', async (t) => {
  const client = await startFor(t);
  client.open(uri, languageId, text);
  client.change(uri, 5, [{ text: '' }]);
  client.change(uri, 4, [{ text }]);
  assert.deepEqual(await client.diagnostics(uri), []);
  client.change(uri, 6, [{ text }]);
  assert.equal((await client.diagnostics(uri)).length, 1);
});

test('a client that does not count its versions is believed', async (t) => {
  const client = await startFor(t);
  client.open(uri, languageId, '');
  client.change(uri, 1, [{ text: '# first\n' }]);
  client.change(uri, 1, [{ text }]);
  assert.equal((await client.diagnostics(uri)).length, 1);
});

test('a change without a version is left out and named in the log', async (t) => {
  const client = await startFor(t);
  client.open(uri, languageId, text);
  client.notify('textDocument/didChange', {
    textDocument: { uri, version: null },
    contentChanges: [{ text: '' }],
  });
  assert.equal((await client.diagnostics(uri)).length, 1);
  const { params } = await client.next('window/logMessage');
  assert.match(JSON.stringify(params), /version/);
});

test('edits outside the text and back to front are taken as the nearest ones that make sense', async (t) => {
  const client = await startFor(t);
  client.open(uri, languageId, text);
  const far = { line: 999, character: 999 };
  client.change(uri, 2, [{ range: { start: far, end: far }, text: '# behind\n' }]);
  client.change(uri, 3, [{ range: { start: far, end: START }, text }]);
  assert.equal((await client.diagnostics(uri)).length, 1);
});

test('a document that is opened twice is as it was opened last', async (t) => {
  const client = await startFor(t);
  client.open(uri, languageId, text);
  client.open(uri, languageId, '');
  assert.deepEqual(await client.diagnostics(uri), []);
});

test('a client that answers no question has the settings that it began with', async () => {
  const client = connectOverStdio();
  const silent = () => new Promise(() => {});
  for (const method of ['workspace/configuration', 'client/registerCapability']) {
    client.answer(method, silent);
  }
  await client.request('initialize', {
    processId: process.pid,
    rootUri: null,
    capabilities: PULLING_EDITOR,
    initializationOptions: { settings: { rules: { 'monitor-on-network': 'hint' } } },
  });
  client.notify('initialized', {});
  client.open(uri, languageId, text);
  const [diagnostic] = await client.diagnostics(uri);
  assert.equal(diagnostic?.severity, 4);
  await client.stop();
});

test('with five hundred open documents and other settings, no request waits for all of them', async (t) => {
  const client = await startFor(t, { capabilities: PLAIN_EDITOR });
  const uris = Array.from({ length: 500 }, (_, index) => `file:///vm/${index}.sh`);
  for (const one of uris) client.open(one, languageId, text);
  const last = uris.at(-1) ?? '';
  await client.pushed(last);
  client.notify('workspace/didChangeConfiguration', {
    settings: { qemuMonitorGuard: { rules: { 'monitor-on-network': 'hint' } } },
  });
  const before = client.log.length;
  const answered = hover(client, last).then(() => client.log.length);
  const severities = new Map<string, number | undefined>();
  while (severities.size < uris.length) {
    const { params } = await client.next('textDocument/publishDiagnostics');
    const pushed = params as { uri: string; diagnostics: { severity: number }[] };
    const severity = pushed.diagnostics[0]?.severity;
    if (severity === 4) severities.set(pushed.uri, severity);
  }
  assert.ok((await answered) - before < uris.length, 'the hover came before the last document');
});

test('a document can be edited while its workspace is reviewed', async (t) => {
  const names = Array.from({ length: 500 }, (_, index) => `${index}.sh`);
  const folder = makeFolder(t, Object.fromEntries(names.map((name) => [name, text])));
  const client = await startIn(t, folder);
  const own = folder.uri('0.sh');
  client.open(own, languageId, text);
  await client.diagnostics(own);
  let isReviewed = false;
  const review = reportsOf(client).then((reports) => {
    isReviewed = true;
    return reports;
  });
  let edits = 0;
  while (!isReviewed) {
    edits++;
    const end = { line: 999, character: 0 };
    client.change(own, edits + 1, [{ range: { start: end, end }, text: `# ${edits}\n` }]);
    assert.equal((await client.diagnostics(own)).length, 1);
  }
  assert.ok(edits > 1, 'edits were answered before the review was over');
  assert.equal((await review).length, 499);
});
