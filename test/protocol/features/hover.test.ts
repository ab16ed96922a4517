import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Hover, Position } from 'vscode-languageserver';
import { type LspClient, PULLING_EDITOR, startFor } from '../../support/lsp-client.ts';

const URI = 'file:///vm/run.sh';
const SCRIPT = "echo '🐧'; kvm -monitor tcp:0.0.0.0:4444,server\n";
const MARKDOWN = {
  ...PULLING_EDITOR,
  textDocument: { ...PULLING_EDITOR.textDocument, hover: { contentFormat: ['markdown' as const] } },
};

/** The hover at a place of a document. */
async function hover(
  client: LspClient,
  position: Position,
  uri = URI,
  text = SCRIPT,
): Promise<Hover | null> {
  client.open(uri, 'shellscript', text);
  return client.request<Hover | null>('textDocument/hover', { textDocument: { uri }, position });
}

/** The text of a hover, whatever its markup. */
function textOf(found: Hover | null): string {
  assert.ok(found && typeof found.contents === 'object' && 'value' in found.contents);
  return found.contents.value;
}

test('a hover says who can do what, how to connect, and what the text is', async (t) => {
  const client = await startFor(t, { capabilities: MARKDOWN });
  const start = SCRIPT.indexOf('-monitor');
  const found = await hover(client, { line: 0, character: start + 2 });
  const host = SCRIPT.indexOf('0.0.0.0');
  assert.deepEqual(found, {
    range: { start: { line: 0, character: start }, end: { line: 0, character: start + 8 } },
    contents: {
      kind: 'markdown',
      value: [
        'HMP on tcp 0.0.0.0:4444: anyone on the network can run commands on this host · [monitor-on-network](https://qemu-monitor-guard.github.io/qemu-monitor-guard/v0.1.0/rules/monitor-on-network.html)',
        `- [0.0.0.0 means every network interface](${URI}#L1,${host + 1})\n- Without TLS, clients are not authenticated`,
        'Connect from this host \\(Ctrl\\+\\] ends socat\\):',
        '- `socat -,raw,echo=0,escape=0x1d TCP:127.0.0.1:4444`\n- `nc 127.0.0.1 4444`',
        '**-monitor**: Makes an HMP monitor, which controls the machine, on a device string; none leaves out the default one',
        'Default: `vc`',
      ].join('\n\n'),
    },
  });
});

test('the link of the rule leads to the page that the client has', async (t) => {
  const rulePages = 'file:///ext%20(1)/docs/rules/';
  const client = await startFor(t, {
    capabilities: MARKDOWN,
    initializationOptions: { rulePages },
  });
  const found = await hover(client, { line: 0, character: SCRIPT.indexOf('-monitor') });
  const page = 'file:///ext%20%281%29/docs/rules/monitor-on-network.md';
  assert.ok(textOf(found).includes(` · [monitor-on-network](${page})`), textOf(found));
});

test('a hover is plain text for who knows no Markdown', async (t) => {
  const client = await startFor(t);
  const found = await hover(client, { line: 0, character: SCRIPT.indexOf('0.0.0.0') });
  assert.deepEqual(found?.contents, {
    kind: 'plaintext',
    value: [
      '- 0.0.0.0 means every network interface\n- Without TLS, clients are not authenticated',
      'Connect from this host (Ctrl+] ends socat):',
      '- socat -,raw,echo=0,escape=0x1d TCP:127.0.0.1:4444\n- nc 127.0.0.1 4444',
      'host: The address it listens at or connects to; empty means every network interface',
    ].join('\n\n'),
  });
});

test('what the document says is no Markdown and no link', async (t) => {
  const client = await startFor(t, { capabilities: MARKDOWN });
  const path = "kvm -monitor 'unix:/run/[x](y)&lt;`*~/m,server'\n";
  const ofPath = { line: 0, character: path.indexOf('/run') };
  const value = textOf(await hover(client, ofPath, 'file:///vm/odd.sh', path));
  assert.ok(value.includes('monitor on `` unix /run/[x](y)&lt;`*~/m ``'), value);
  const host = 'kvm -monitor "tcp:10.0.0.${x[y]}:1,server"\n';
  const ofHost = { line: 0, character: host.indexOf('10.') };
  const said = textOf(await hover(client, ofHost, 'file:///vm/host.sh', host));
  assert.ok(said.includes('- It listens at 10.0.0.$\\{x\\[y\\]\\}, where other machines'), said);
});

test('in a document that is no file nothing leads anywhere', async (t) => {
  const client = await startFor(t, { capabilities: MARKDOWN });
  const character = SCRIPT.indexOf('-monitor');
  const found = await hover(client, { line: 0, character }, 'untitled:Untitled-1', SCRIPT);
  assert.match(textOf(found), /^- 0\.0\.0\.0 means every network interface$/m);
});

test('where no text of QEMU is, and where no document is, there is nothing to say', async (t) => {
  const client = await startFor(t);
  assert.equal(await hover(client, { line: 0, character: 0 }), null);
  assert.equal(await hover(client, { line: 7, character: 0 }), null);
  const textDocument = { uri: 'file:///vm/closed.sh' };
  const position = { line: 0, character: 0 };
  assert.equal(await client.request('textDocument/hover', { textDocument, position }), null);
});
