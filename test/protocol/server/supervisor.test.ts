/**
 * The worst case costs one file: the server is taken down by a hook that only tests have, in every way in which a
 * file might do that, and goes on with all that was open, without the file.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Diagnostic } from 'vscode-languageserver';
import { type LspClient, PLAIN_EDITOR, startClient } from '../../support/lsp-client.ts';
import { makeFolder, startIn, WATCHING_EDITOR } from '../workspace-folder.ts';

const TAKE_DOWN = fileURLToPath(new URL('../fixtures/take-down.cjs', import.meta.url));
const FRAGILE = { nodeFlags: [`--require=${TAKE_DOWN}`] };
const SCRIPT = 'kvm -monitor tcp:0.0.0.0:4444,server\n';
const OTHER = 'file:///w/other.sh';

/** What there is at a document: the ids of rules, and the words of what has none. */
async function said(client: LspClient, uri: string): Promise<readonly string[]> {
  const found = await client.diagnostics(uri);
  return found.map(({ code, message }) => String(code ?? message));
}

/** Asks what takes the server down, and waits for as long as it takes on a machine that has much to do. */
function fatal(client: LspClient, uri: string): Promise<unknown> {
  return client.hold('textDocument/diagnostic', { textDocument: { uri } }).answer;
}

/**
 * Sends several messages at once. The server may look at a document by itself as soon as it has it, and would be down and
 * back on a slow machine before it is asked.
 */
function atOnce<T>({ stdin }: LspClient, send: () => T): T {
  stdin.cork();
  try {
    return send();
  } finally {
    stdin.uncork();
  }
}

function edit(client: LspClient, uri: string, version: number, text: string): void {
  const start = { line: 0, character: 0 };
  client.change(uri, version, [{ range: { start, end: start }, text }]);
}

const WAYS = {
  'hang.sh': /^Not checked: this file takes too long/,
  'leave.sh': /^Not checked: the server stopped on this file/,
  'fill.sh': /^Not checked: this file takes too much memory/,
};

for (const [name, words] of Object.entries(WAYS)) {
  test(`${name} takes the server down, and costs no more than that file`, async (t) => {
    const client = await startClient(FRAGILE);
    t.after(() => client.kill());
    client.open(OTHER, 'shellscript', 'echo 1\n');
    // What is typed is not forgotten.
    edit(client, OTHER, 2, SCRIPT);
    assert.deepEqual(await said(client, OTHER), ['monitor-on-network']);
    const uri = `file:///w/${name}`;
    const answer = atOnce(client, () => {
      client.open(uri, 'shellscript', SCRIPT);
      return fatal(client, uri);
    });
    // The request on which it dies is answered so that the client asks again.
    await assert.rejects(answer, { code: -32802 });
    const [only, ...more] = await client.diagnostics(uri);
    assert.match(String(only?.message), words);
    assert.equal(only?.severity, 3);
    assert.deepEqual(only?.range.start, { line: 0, character: 0 });
    assert.deepEqual(more, []);
    assert.deepEqual(await said(client, OTHER), ['monitor-on-network']);
    edit(client, OTHER, 3, 'kvm -qmp tcp::1,server\n');
    assert.equal((await said(client, OTHER)).length, 2);
    const { params } = await client.next('window/logMessage');
    assert.match(JSON.stringify(params), new RegExp(`/w/${name}`));
    assert.equal((await client.stop()).code, 0);
  });
}

test('a file that took the server down is tried again once its text is another one', async (t) => {
  const client = await startClient(FRAGILE);
  t.after(() => client.kill());
  const uri = 'file:///w/leave.sh';
  const opened = atOnce(client, () => {
    client.open(uri, 'shellscript', SCRIPT);
    return client.diagnostics(uri);
  });
  await assert.rejects(opened, { code: -32802 });
  assert.equal((await client.diagnostics(uri)).length, 1);
  const edited = atOnce(client, () => {
    edit(client, uri, 2, '#');
    return client.diagnostics(uri);
  });
  await assert.rejects(edited, { code: -32802 });
  assert.match((await said(client, uri))[0] ?? '', /^Not checked/);
});

test('the review of a workspace goes on behind the files that took the server down', async (t) => {
  const folder = makeFolder(t, {
    'a.sh': SCRIPT,
    'b-leave.sh': SCRIPT,
    'c-leave.sh': SCRIPT,
    'z.sh': '. ./c-leave.sh\nkvm -qmp tcp::1,server\n',
  });
  const client = await startIn(t, folder, FRAGILE);
  const ask = () =>
    client.request<{ items: { uri: string; items: Diagnostic[] }[] }>('workspace/diagnostic', {
      previousResultIds: [],
    });
  // One of them takes it down, then the other one.
  await assert.rejects(ask(), { code: -32802 });
  await assert.rejects(ask(), { code: -32802 });
  const { items } = await ask();
  const found = items.map(({ uri, items: of }) => [
    uri.replace(/^.*\//, ''),
    of.map(({ code, message }) => code ?? String(message).replace(/:.*/, '')).join(),
  ]);
  assert.deepEqual(found.toSorted(), [
    ['a.sh', 'monitor-on-network'],
    ['b-leave.sh', 'Not checked'],
    ['c-leave.sh', 'Not checked'],
    ['z.sh', 'monitor-on-network'],
  ]);
  // The inventory does not list them as checked either.
  const { notChecked } = await client.request<{ notChecked?: { unfollowed: { uri: string }[] } }>(
    'qemuMonitorGuard/inventory',
  );
  const left = ['b-leave.sh', 'c-leave.sh'].map((name) => ({ uri: folder.uri(name), line: 0 }));
  assert.deepEqual(notChecked?.unfollowed, left);
});

test('what a server that went down had registered, begun or sent is taken back', async (t) => {
  const folder = makeFolder(t, { 'lib.sh': 'kvm -monitor tcp::1,server\n' });
  const client = await startIn(t, folder, {
    ...FRAGILE,
    capabilities: {
      ...PLAIN_EDITOR,
      workspace: { ...WATCHING_EDITOR.workspace, diagnostics: { refreshSupport: false } },
    },
  });
  const registered = await client.next('client/registerCapability');
  client.answer('client/unregisterCapability', () => null);
  const uri = folder.uri('run.sh');
  client.open(uri, 'shellscript', '. ./lib.sh\n');
  const { diagnostics } = await client.pushed(folder.uri('lib.sh'));
  assert.equal(diagnostics.length, 1);
  client.open('file:///elsewhere/leave.sh', 'shellscript', SCRIPT);
  const ids = (message: unknown): readonly string[] =>
    [...JSON.stringify(message).matchAll(/"id":"([^"]+)"/g)].map((match) => match[1] ?? '');
  const unregistered = await client.next('client/unregisterCapability');
  assert.ok(ids(registered.params).every((id) => ids(unregistered.params).includes(id)));
  assert.deepEqual((await client.pushed(folder.uri('lib.sh'))).diagnostics, []);
  // The new one does the same again.
  await client.next('client/registerCapability');
  const { diagnostics: words } = await client.pushed('file:///elsewhere/leave.sh');
  assert.match(String(words[0]?.message), /^Not checked/);
  assert.equal((await client.pushed(folder.uri('lib.sh'))).diagnostics.length, 1);
});

test('requests in flight are answered, whatever they are about', async (t) => {
  const client = await startClient(FRAGILE);
  t.after(() => client.kill());
  const uri = 'file:///w/leave.sh';
  const position = { line: 0, character: 6 };
  const asked = atOnce(client, () => {
    client.open(uri, 'shellscript', SCRIPT);
    return ['hover', 'definition', 'references', 'completion'].map((what) =>
      client.request(`textDocument/${what}`, {
        textDocument: { uri },
        position,
        context: { includeDeclaration: true },
      }),
    );
  });
  for (const answer of await Promise.allSettled(asked)) {
    assert.equal(answer.status, 'rejected');
    assert.equal((answer.reason as { code: number }).code, -32801);
  }
  assert.equal(
    await client.request('textDocument/hover', { textDocument: { uri }, position }),
    null,
  );
});

test('a server that goes down for no file gives up after a few times', async (t) => {
  const client = await startClient(FRAGILE);
  t.after(() => client.kill());
  for (let count = 0; count < 4; count++) {
    client.notify('textDocument/fallOver', {});
    await client.next('window/logMessage');
  }
  client.open(OTHER, 'shellscript', SCRIPT);
  assert.deepEqual(await said(client, OTHER), ['monitor-on-network']);
  client.notify('textDocument/fallOver', {});
  assert.equal((await client.ended()).code, 1);
});
