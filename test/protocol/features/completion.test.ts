import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type ClientCapabilities,
  type CompletionItem,
  CompletionItemKind,
  CompletionItemTag,
  InsertTextFormat,
  InsertTextMode,
} from 'vscode-languageserver';
import { type LspClient, PULLING_EDITOR, startFor } from '../../support/lsp-client.ts';

const EDITOR: ClientCapabilities = {
  ...PULLING_EDITOR,
  textDocument: {
    ...PULLING_EDITOR.textDocument,
    completion: {
      completionItem: {
        snippetSupport: true,
        insertReplaceSupport: true,
        documentationFormat: ['markdown', 'plaintext'],
        tagSupport: { valueSet: [CompletionItemTag.Deprecated] },
        labelDetailsSupport: true,
        insertTextModeSupport: { valueSet: [InsertTextMode.asIs] },
      },
    },
  },
};

let opened = 0;

/** Opens a text with a `|` in it and asks what may be written there. */
async function completions(
  client: LspClient,
  marked: string,
  { languageId = 'shellscript', trigger }: { languageId?: string; trigger?: string } = {},
): Promise<readonly CompletionItem[]> {
  const offset = marked.indexOf('|');
  const uri = `file:///vm/typed${opened++}.sh`;
  client.open(uri, languageId, marked.slice(0, offset) + marked.slice(offset + 1));
  const lines = marked.slice(0, offset).split('\n');
  return client.request<CompletionItem[]>('textDocument/completion', {
    textDocument: { uri },
    position: { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 },
    context: trigger ? { triggerKind: 2, triggerCharacter: trigger } : { triggerKind: 1 },
  });
}

function named(items: readonly CompletionItem[], label: string): CompletionItem {
  const found = items.find((item) => item.label === label);
  assert.ok(found, `no ${label} among ${items.map((item) => item.label).join(' ')}`);
  return found;
}

test('an item says what it replaces, in front of the cursor and behind it', async (t) => {
  const client = await startFor(t, { capabilities: EDITOR });
  const items = await completions(client, "echo '🐧'; kvm -monitor uni|x:/a\n");
  const line = 0;
  const start = { line, character: 24 };
  const { textEdit, kind, sortText } = named(items, 'tcp:');
  assert.deepEqual(textEdit, {
    newText: 'tcp:',
    insert: { start, end: { line, character: 27 } },
    replace: { start, end: { line, character: 29 } },
  });
  assert.equal(kind, CompletionItemKind.Class);
  const labels = items.toSorted((a, b) => ((a.sortText ?? '') < (b.sortText ?? '') ? -1 : 1));
  assert.deepEqual(labels, items);
  assert.ok((sortText ?? '') > (named(items, 'unix:').sortText ?? ''), 'the safe ones come first');
});

test('tab stops and choices are for clients that have them', async (t) => {
  const client = await startFor(t, { capabilities: EDITOR });
  const [first] = await completions(client, 'kvm -monitor |\n');
  assert.equal(first?.insertTextFormat, InsertTextFormat.Snippet);
  assert.equal(
    first.textEdit?.newText,
    '"unix:\\${XDG_RUNTIME_DIR:-\\$HOME\\}/${1:typed0}-monitor.sock,server=on,wait=off"'.replace(
      'typed0',
      `typed${opened - 1}`,
    ),
  );
  const items = await completions(client, 'kvm -chardev socket,id=m,path=/a,|\n');
  assert.equal(named(items, 'wait').textEdit?.newText, 'wait=${1|off,on|}');
  assert.deepEqual(named(items, 'nowait').tags, [CompletionItemTag.Deprecated]);
  const note = { description: 'Since QEMU 11.0' };
  assert.deepEqual(named(items, 'logtimestamp').labelDetails, note);
  const detail = 'Whether the log file says when its lines were written';
  assert.equal(named(items, 'logtimestamp').detail, detail);
});

test('a client that knows little gets plain text that QEMU takes', async (t) => {
  const client = await startFor(t);
  const items = await completions(client, 'kvm -monitor |\n');
  const [first] = items;
  assert.equal(first?.insertTextFormat, undefined);
  assert.match(
    first?.textEdit?.newText ?? '',
    /^"unix:\$\{XDG_RUNTIME_DIR:-\$HOME\}\/typed\d+-monitor\.sock,server=on,wait=off"$/,
  );
  assert.deepEqual(first && 'range' in (first.textEdit ?? {}), true);
  const { detail, documentation } = named(items, 'tcp:');
  assert.match(detail ?? '', /^\w[\w ]* TCP/);
  assert.ok(typeof documentation === 'object' && documentation.kind === 'plaintext');
  assert.match(documentation.value, /^What this exposes: Anyone who can connect/);
  const keys = await completions(client, 'kvm -chardev socket,id=m,path=/a,|\n');
  assert.equal(named(keys, 'wait').textEdit?.newText, 'wait=off');
  assert.equal(named(keys, 'nowait').tags, undefined);
  assert.equal(
    named(keys, 'logtimestamp').detail,
    'Since QEMU 11.0 · Whether the log file says when its lines were written',
  );
});

test('a block of a domain brings its namespace, and its lines as they are', async (t) => {
  const client = await startFor(t, { capabilities: EDITOR });
  const text = "<domain type='kvm'>\n  <name>web</name>\n  <|\n</domain>\n";
  const items = await completions(client, text, { languageId: 'xml', trigger: '<' });
  const item = named(items, 'QMP monitor on a private UNIX socket');
  assert.deepEqual(item.additionalTextEdits, [
    {
      range: { start: { line: 0, character: 18 }, end: { line: 0, character: 18 } },
      newText: " xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'",
    },
  ]);
  assert.equal(item.insertTextMode, InsertTextMode.asIs);
  assert.equal(item.filterText, '<qemu:commandline -qmp unix');
  assert.equal(
    item.textEdit?.newText,
    [
      '<qemu:commandline>',
      "    <qemu:arg value='-qmp'/>",
      "    <qemu:arg value='unix:/var/lib/libvirt/qemu/${1:web}-qmp.sock,server=on,wait=off'/>",
      '  </qemu:commandline>',
    ].join('\n'),
  );
});

test('a config file is completed by its content, in the encoding of the client', async (t) => {
  const client = await startFor(t, {
    capabilities: { ...EDITOR, general: { positionEncodings: ['utf-8'] } },
  });
  const uri = 'file:///vm/content.cfg';
  const text = '[chardev "m🐧"]\n  backend = "null"\n[mon]\n  chardev = ""\n';
  client.open(uri, 'ini', text);
  const items = await client.request<CompletionItem[]>('textDocument/completion', {
    textDocument: { uri },
    position: { line: 3, character: '  chardev = "'.length },
  });
  const labels = items.map(({ label }) => label);
  assert.deepEqual(labels, ['m🐧']);
});

test('where no QEMU is, and in what is no document of ours, there is nothing to offer', async (t) => {
  const client = await startFor(t, { capabilities: EDITOR });
  assert.deepEqual(await completions(client, 'ls -|\n'), []);
  assert.deepEqual(await completions(client, 'kvm -m 1G |\n', { trigger: ' ' }), []);
  assert.deepEqual(await completions(client, 'kvm -|', { languageId: 'python' }), []);
  const textDocument = { uri: 'file:///vm/closed.sh' };
  const position = { line: 0, character: 0 };
  assert.equal(await client.request('textDocument/completion', { textDocument, position }), null);
});
