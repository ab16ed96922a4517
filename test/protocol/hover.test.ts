import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Hover, Position } from 'vscode-languageserver';
import { type LspClient, PULLING_EDITOR, startClient } from '../support/lsp-client.ts';

const URI = 'file:///vm/run.sh';
const SCRIPT = "echo '🐧'; kvm -monitor tcp:0.0.0.0:4444,server\n";
const MARKDOWN = {
  ...PULLING_EDITOR,
  textDocument: { ...PULLING_EDITOR.textDocument, hover: { contentFormat: ['markdown' as const] } },
};

/** The hover at a place of the script. */
async function hover(client: LspClient, position: Position): Promise<Hover | null> {
  client.open(URI, 'shellscript', SCRIPT);
  return client.request<Hover | null>('textDocument/hover', {
    textDocument: { uri: URI },
    position,
  });
}

test('a hover says who can open a monitor, at the text that decides it', async () => {
  const client = await startClient({ capabilities: MARKDOWN });
  const start = SCRIPT.indexOf('0.0.0.0');
  const found = await hover(client, { line: 0, character: start + 2 });
  assert.deepEqual(found, {
    range: { start: { line: 0, character: start }, end: { line: 0, character: start + 7 } },
    contents: {
      kind: 'markdown',
      value: [
        '**HMP monitor** on `tcp 0.0.0.0:4444`',
        'Who can open it: **anyone on the network**',
        '- 0.0.0.0 means every network interface\n- Without TLS nobody is asked who they are',
      ].join('\n\n'),
    },
  });
  await client.stop();
});

test('a hover is plain text for who knows no Markdown', async () => {
  const client = await startClient();
  const found = await hover(client, { line: 0, character: SCRIPT.indexOf('-monitor') });
  assert.deepEqual(found?.contents, {
    kind: 'plaintext',
    value: [
      'HMP monitor on tcp 0.0.0.0:4444',
      'Who can open it: anyone on the network',
      '- 0.0.0.0 means every network interface\n- Without TLS nobody is asked who they are',
    ].join('\n\n'),
  });
  await client.stop();
});

test('where no monitor is, and where no document is, there is nothing to say', async () => {
  const client = await startClient();
  assert.equal(await hover(client, { line: 0, character: 0 }), null);
  assert.equal(await hover(client, { line: 7, character: 0 }), null);
  const textDocument = { uri: 'file:///vm/closed.sh' };
  const position = { line: 0, character: 0 };
  assert.equal(await client.request('textDocument/hover', { textDocument, position }), null);
  await client.stop();
});
