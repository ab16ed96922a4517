import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UNUSED_FEATURES } from '../../../scripts/unused-features.mjs';
import { LANGUAGES } from '../../../server/src/languages/index.ts';
import { CONFIG_FILES, introduction } from '../../../server/src/lsp/capabilities.ts';
import {
  connectOverStdio,
  PLAIN_EDITOR,
  PULLING_EDITOR,
  startClient,
  startFor,
} from '../../support/lsp-client.ts';

test('the server says what it can do, and nothing more', async (t) => {
  const client = await startFor(t);
  assert.deepEqual(client.initialized, {
    serverInfo: { name: 'qemu-monitor-guard' },
    capabilities: {
      positionEncoding: 'utf-16',
      textDocumentSync: { openClose: true, change: 2, save: true },
      hoverProvider: true,
      completionProvider: { triggerCharacters: ['-', ',', '=', ':', '"', "'", '[', '<', ' '] },
      codeActionProvider: { codeActionKinds: ['quickfix', 'source.fixAll.qemuMonitorGuard'] },
      diagnosticProvider: {
        identifier: 'qemu-monitor-guard',
        interFileDependencies: true,
        workspaceDiagnostics: true,
      },
    },
  });
});

test('what is said to be folded are the languages with sections, and no others', () => {
  const withSections = LANGUAGES.filter(({ edit }) => edit.sections);
  assert.deepEqual(
    CONFIG_FILES,
    withSections.flatMap(({ detect }) => detect.languageIds.map((language) => ({ language }))),
  );
});

test('a client that does not ask for diagnostics is not told that it could', async (t) => {
  const client = await startFor(t, { capabilities: PLAIN_EDITOR });
  assert.equal(client.initialized.capabilities.diagnosticProvider, undefined);
  assert.ok(client.initialized.capabilities.codeActionProvider);
});

test('a client without any capabilities is served too', async (t) => {
  const client = await startFor(t, { capabilities: {} });
  const uri = 'file:///vm/run.sh';
  client.open(uri, 'shellscript', 'qemu-system-i386 -monitor tcp::1,server');
  const { diagnostics } = await client.pushed(uri);
  assert.deepEqual(
    diagnostics.map(({ code, codeDescription, relatedInformation }) => ({
      code,
      codeDescription,
      relatedInformation,
    })),
    [
      {
        code: 'monitor-on-network',
        codeDescription: undefined,
        relatedInformation: undefined,
      },
    ],
  );
  const methods = client.log.map(({ method }) => method);
  assert.deepEqual(methods, ['textDocument/publishDiagnostics']);
});

test('what a client that pulls does not say of diagnostics it has said of those that are pushed', async (t) => {
  const publishDiagnostics = { relatedInformation: true, codeDescriptionSupport: true };
  const text = 'ADDRESS=0.0.0.0\nqemu-system-i386 -monitor "tcp:$ADDRESS:1,server"\n';
  const shown = async (diagnostic: object) => {
    const capabilities = { textDocument: { diagnostic, publishDiagnostics } };
    const client = await startFor(t, { capabilities });
    client.open('file:///vm/run.sh', 'shellscript', text);
    const [found] = await client.diagnostics('file:///vm/run.sh');
    return [found?.relatedInformation !== undefined, found?.codeDescription !== undefined];
  };
  assert.deepEqual(await shown({}), [true, true]);
  assert.deepEqual(await shown({ relatedInformation: false }), [false, true]);
});

for (const { offered, chosen } of [
  { offered: undefined, chosen: 'utf-16' },
  { offered: [], chosen: 'utf-16' },
  { offered: ['utf-32'], chosen: 'utf-16' },
  { offered: ['utf-8'], chosen: 'utf-8' },
  { offered: ['utf-8', 'utf-32', 'utf-16'], chosen: 'utf-8' },
  { offered: ['utf-32', 'utf-16', 'utf-8'], chosen: 'utf-16' },
]) {
  test(`of the position encodings ${JSON.stringify(offered ?? null)} the server takes ${chosen}`, async (t) => {
    const general = offered && { positionEncodings: offered };
    const client = await startFor(t, { capabilities: { ...(general && { general }) } });
    assert.equal(client.initialized.capabilities.positionEncoding, chosen);
  });
}

test('the rule pages are where the client says that it has them', async (t) => {
  const rulePages = 'file:///extension/docs/rules/';
  const client = await startFor(t, { initializationOptions: { rulePages } });
  const uri = 'file:///vm/run.sh';
  client.open(uri, 'shellscript', 'qemu-system-i386 -monitor tcp::1,server');
  const [diagnostic] = await client.diagnostics(uri);
  assert.equal(
    diagnostic?.codeDescription?.href,
    'file:///extension/docs/rules/monitor-on-network.md',
  );
});

test('initialization options of a wrong type do no harm', async () => {
  for (const initializationOptions of [null, 7, 'x', [], { rulePages: 7, settings: 'x' }]) {
    const client = await startClient({ initializationOptions });
    const uri = 'file:///vm/run.sh';
    client.open(uri, 'shellscript', 'qemu-system-i386 -monitor tcp::1,server');
    const [diagnostic] = await client.diagnostics(uri);
    assert.match(diagnostic?.codeDescription?.href ?? '', /^https:.*\/monitor-on-network\.html$/);
    await client.stop();
  }
});

test('a request before the handshake is refused, and a second handshake', async () => {
  const client = connectOverStdio();
  const params = { processId: null, rootUri: null, capabilities: PULLING_EDITOR };
  const early = client.request('textDocument/diagnostic', { textDocument: { uri: 'file:///a' } });
  await assert.rejects(early, { code: -32002 });
  client.notify('textDocument/didOpen', { textDocument: {} });
  assert.ok(await client.request('initialize', params));
  await assert.rejects(client.request('initialize', params), { code: -32600 });
  assert.equal((await client.stop()).code, 0);
});

test('an unknown method is refused, and an unknown notification is ignored', async () => {
  const client = await startClient();
  await assert.rejects(client.request('textDocument/levitate', {}), { code: -32601 });
  client.notify('textDocument/levitated', {});
  assert.deepEqual(await client.stop(), { code: 0, signal: null, stderr: '' });
});

test('no editor is offered what the bundles leave out of the libraries', () => {
  const names = ['definition', 'references', 'documentHighlight', 'rename', 'documentSymbol'];
  const others = ['documentLink', 'foldingRange', 'selectionRange', 'diagnostic'];
  const textDocument = Object.fromEntries([...names, ...others].map((name) => [name, {}]));
  const workspace = { workspaceFolders: true, symbol: {} };
  const { capabilities } = introduction({
    processId: null,
    rootUri: null,
    capabilities: { workspace, textDocument },
  });
  const offered = [capabilities, capabilities.workspace].flatMap((of) => Object.keys(of ?? {}));
  assert.ok(offered.includes('selectionRangeProvider') && offered.includes('workspaceFolders'));
  const missing = Object.values(UNUSED_FEATURES).map((name) => name.replace('workspace.', ''));
  const wrong = offered.filter((name) => missing.includes(name));
  assert.deepEqual(wrong, []);
});
