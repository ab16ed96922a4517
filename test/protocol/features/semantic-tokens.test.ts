/** Semantic tokens over the wire: what is coloured, in part and in whole, and what changed. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SemanticTokens, SemanticTokensDelta } from 'vscode-languageserver';
import { type LspClient, PULLING_EDITOR, startFor } from '../../support/lsp-client.ts';
import { type Encoding, positionAt, textIn } from '../positions.ts';
import { makeFolder, startIn, WATCHING_EDITOR } from '../workspace-folder.ts';

const TOKENS = {
  requests: { full: { delta: true }, range: true },
  tokenTypes: [],
  tokenModifiers: [],
  formats: ['relative' as const],
};
const EDITOR = {
  ...PULLING_EDITOR,
  textDocument: { ...PULLING_EDITOR.textDocument, semanticTokens: TOKENS },
};

const URI = 'file:///vm/run.sh';
const SCRIPT = `echo '🐧'; kvm -monitor "tcp:é:4444,server=on" -chardev stdio,id=m -mon m\n`;

/** Tokens as `type.modifiers text`. */
function decode(
  client: LspClient,
  text: string,
  { data }: SemanticTokens,
  encoding: Encoding = 'utf-16',
): readonly string[] {
  const { legend } = client.initialized.capabilities.semanticTokensProvider ?? assert.fail();
  const shown: string[] = [];
  let line = 0;
  let character = 0;
  for (let index = 0; index < data.length; index += 5) {
    const [lines = 0, characters = 0, length = 0, type = 0, bits = 0] = data.slice(index);
    character = lines === 0 ? character + characters : characters;
    line += lines;
    const range = { start: { line, character }, end: { line, character: character + length } };
    const modifiers = legend.tokenModifiers.filter((_, bit) => bits & (1 << bit));
    const kind = [legend.tokenTypes[type], ...modifiers].join('.');
    shown.push(`${kind} ${textIn(text, range, encoding)}`);
  }
  return shown;
}

const EXPECTED = [
  ...['keyword -monitor', 'type tcp', 'number é', 'number 4444', 'property server', 'string on'],
  ...['keyword -chardev', 'type stdio', 'property id', 'variable.definition.readonly m'],
  ...['keyword -mon', 'variable.readonly m'],
];

function full(client: LspClient, uri = URI) {
  return client.request<SemanticTokens | null>('textDocument/semanticTokens/full', {
    textDocument: { uri },
  });
}

for (const encoding of ['utf-16', 'utf-8'] as const) {
  test(`the tokens of a document are told in ${encoding}, on QEMU's text alone`, async (t) => {
    const general = { positionEncodings: [encoding] };
    const client = await startFor(t, { capabilities: { ...EDITOR, general } });
    client.open(URI, 'shellscript', SCRIPT);
    const tokens = (await full(client)) ?? assert.fail('no tokens');
    assert.deepEqual(decode(client, SCRIPT, tokens, encoding), EXPECTED);
  });
}

test('a part of a document can be asked for', async (t) => {
  const client = await startFor(t, { capabilities: EDITOR });
  client.open(URI, 'shellscript', SCRIPT);
  const range = {
    start: positionAt(SCRIPT, SCRIPT.indexOf('-chardev')),
    end: positionAt(SCRIPT, SCRIPT.length),
  };
  const tokens = await client.request<SemanticTokens>('textDocument/semanticTokens/range', {
    textDocument: { uri: URI },
    range,
  });
  assert.deepEqual(decode(client, SCRIPT, tokens), EXPECTED.slice(6));
});

test('after a change only what is different is told', async (t) => {
  const client = await startFor(t, { capabilities: EDITOR });
  client.open(URI, 'shellscript', SCRIPT);
  const before = (await full(client)) ?? assert.fail('no tokens');
  const end = positionAt(SCRIPT, SCRIPT.length - 1);
  client.change(URI, 2, [{ range: { start: end, end }, text: ' -S' }]);
  const delta = await client.request<SemanticTokensDelta>(
    'textDocument/semanticTokens/full/delta',
    { textDocument: { uri: URI }, previousResultId: before.resultId },
  );
  assert.equal(delta.edits.length, 1);
  const [edit] = delta.edits;
  const data = before.data.toSpliced(
    edit?.start ?? 0,
    edit?.deleteCount ?? 0,
    ...(edit?.data ?? []),
  );
  const text = SCRIPT.replace('\n', ' -S\n');
  assert.deepEqual(decode(client, text, { data }), [...EXPECTED, 'keyword -S']);
});

test('a document without QEMU has no answer, so that another server can give one', async (t) => {
  const client = await startFor(t, { capabilities: EDITOR });
  client.open(URI, 'shellscript', 'echo hello\n');
  assert.equal(await full(client), null);
});

test('only what the client can ask for is offered', async (t) => {
  const requests = { full: true, range: false };
  const textDocument = { ...PULLING_EDITOR.textDocument, semanticTokens: { ...TOKENS, requests } };
  const client = await startFor(t, { capabilities: { ...PULLING_EDITOR, textDocument } });
  const { legend, ...offered } =
    client.initialized.capabilities.semanticTokensProvider ?? assert.fail();
  assert.deepEqual(offered, { full: true });
});

test('a client is asked to look again when another file of the workspace changes', async (t) => {
  const folder = makeFolder(t, { 'options.sh': 'M=stdio\n' });
  const capabilities = {
    ...EDITOR,
    workspace: { ...WATCHING_EDITOR.workspace, semanticTokens: { refreshSupport: true } },
  };
  const client = await startIn(t, folder, { capabilities });
  client.answer('workspace/semanticTokens/refresh', () => null);
  const uri = folder.uri('run.sh');
  client.open(uri, 'shellscript', '. ./options.sh\nkvm -monitor $M\n');
  await full(client, uri);
  folder.write('options.sh', 'M=pty\n');
  client.notify('workspace/didChangeWatchedFiles', {
    changes: [{ uri: folder.uri('options.sh'), type: 2 }],
  });
  await client.next('workspace/semanticTokens/refresh');
});
