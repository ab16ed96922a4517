/** Python in an editor: its reader is loaded with the first file, and is then there for all that an editor asks. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { CodeAction, Hover } from 'vscode-languageserver';
import { PULLING_EDITOR, startClient } from '../../support/lsp-client.ts';
import { connectToWebServer } from '../../support/web-server.ts';

const PROGRAM = `import os, subprocess
subprocess.run(["qemu-system-x86_64", "-monitor", "tcp::4444,server,nowait"])
`;
const URI = 'file:///vm/run.py';

async function onMachine(t: TestContext) {
  const client = await startClient();
  t.after(client.kill);
  return client;
}

async function inBrowser(t: TestContext) {
  const client = connectToWebServer({});
  t.after(client.end);
  await client.request('initialize', {
    processId: null,
    rootUri: null,
    capabilities: PULLING_EDITOR,
    initializationOptions: { files: false },
  });
  client.notify('initialized', {});
  return client;
}

for (const [where, start] of [
  ['on a machine', onMachine],
  ['in a browser', inBrowser],
] as const) {
  test(`the first Python file has its findings, ${where}`, async (t) => {
    const client = await start(t);
    client.open(URI, 'python', PROGRAM);
    const [finding, ...others] = await client.diagnostics(URI);
    assert.equal(finding?.code, 'monitor-on-network');
    assert.deepEqual(others, []);
    const textDocument = { uri: URI };
    const { range } = finding;
    const actions = (await client.request('textDocument/codeAction', {
      textDocument,
      range,
      context: { diagnostics: [finding] },
    })) as readonly CodeAction[];
    assert.ok(actions.some(({ isPreferred }) => isPreferred));
    const hover = (await client.request('textDocument/hover', {
      textDocument,
      position: { line: 1, character: 42 },
    })) as Hover | null;
    assert.ok(hover, 'a hover on -monitor');
  });
}
