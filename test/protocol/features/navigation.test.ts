/** Definitions, references, highlights and symbols over the wire. */
import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import type {
  ClientCapabilities,
  DocumentHighlight,
  DocumentSymbol,
  Location,
  LocationLink,
} from 'vscode-languageserver';
import { type LspClient, PULLING_EDITOR, startFor } from '../../support/lsp-client.ts';
import { positionAt, textIn } from '../positions.ts';
import { makeFolder, startIn, WATCHING_EDITOR } from '../workspace-folder.ts';

/** What an editor such as VS Code declares of all this. */
const NAVIGATION = {
  definition: { linkSupport: true },
  references: {},
  documentHighlight: {},
  documentSymbol: { hierarchicalDocumentSymbolSupport: true },
};
const EDITOR = {
  ...PULLING_EDITOR,
  workspace: { ...PULLING_EDITOR.workspace, symbol: {} },
  textDocument: { ...PULLING_EDITOR.textDocument, ...NAVIGATION },
};
const WATCHING = { ...EDITOR, workspace: { ...EDITOR.workspace, ...WATCHING_EDITOR.workspace } };

const URI = 'file:///vm/run.sh';
const SCRIPT = `# 🐧
ID=m
args=(-chardev stdio,id=$ID)
kvm "\${args[@]}" -mon chardev=m
`;

/** The parameters of a request about the place behind the first occurrence of some text. */
function at(uri: string, text: string, needle: string) {
  const index = text.indexOf(needle);
  assert.notEqual(index, -1, needle);
  return { textDocument: { uri }, position: positionAt(text, index + needle.length) };
}

async function opened(t: TestContext, capabilities: ClientCapabilities = EDITOR) {
  const client = await startFor(t, { capabilities });
  client.open(URI, 'shellscript', SCRIPT);
  return client;
}

function referencesOf(client: LspClient, params: object, includeDeclaration: boolean) {
  const context = { includeDeclaration };
  return client.request<Location[] | null>('textDocument/references', { ...params, context });
}

test('what a client knows is what the server offers for finding one’s way', async (t) => {
  const client = await opened(t);
  const { diagnosticProvider, codeActionProvider, completionProvider, ...own } =
    client.initialized.capabilities;
  assert.deepEqual(own, {
    positionEncoding: 'utf-16',
    textDocumentSync: { openClose: true, change: 2, save: true },
    hoverProvider: true,
    definitionProvider: true,
    referencesProvider: true,
    documentHighlightProvider: true,
    documentSymbolProvider: true,
  });
});

describe('an id', () => {
  test('is defined by its option, with what an editor underlines', async (t) => {
    const client = await opened(t);
    const params = at(URI, SCRIPT, '-mon chardev=');
    const links = await client.request<LocationLink[]>('textDocument/definition', params);
    const shown = links.map(({ originSelectionRange: origin, ...target }) => [
      origin && textIn(SCRIPT, origin),
      textIn(SCRIPT, target.targetSelectionRange),
    ]);
    assert.deepEqual(shown, [['m', '$ID']]);
  });

  test('that a variable gives leads to the text of the variable', async (t) => {
    const client = await opened(t);
    const params = at(URI, SCRIPT, 'id=$');
    const [link] = await client.request<LocationLink[]>('textDocument/definition', params);
    assert.equal(link && textIn(SCRIPT, link.targetSelectionRange), 'm');
    assert.equal(link && textIn(SCRIPT, link.targetRange), 'ID=m');
  });

  test('is a plain location to a client that knows no links', async (t) => {
    const textDocument = { ...EDITOR.textDocument, definition: { linkSupport: false } };
    const client = await opened(t, { ...EDITOR, textDocument });
    const params = at(URI, SCRIPT, '-mon chardev=');
    const [location] = await client.request<Location[]>('textDocument/definition', params);
    assert.equal(location?.uri, URI);
    assert.equal(location && textIn(SCRIPT, location.range), '$ID');
  });

  test('has references, with or without what defines it, and highlights', async (t) => {
    const client = await opened(t);
    const params = at(URI, SCRIPT, '-mon chardev=');
    const all = await referencesOf(client, params, true);
    const texts = all?.map(({ range }) => textIn(SCRIPT, range));
    assert.deepEqual(texts, ['m', '$ID', 'm']);
    const others = await referencesOf(client, params, false);
    assert.equal(others?.length, 1);
    const highlights = await client.request<DocumentHighlight[]>(
      'textDocument/documentHighlight',
      params,
    );
    const kinds = highlights.map(({ kind }) => kind);
    assert.deepEqual(kinds, [3, 3, 2]);
  });

  test('is nothing where no id is, and in a document that is not open', async (t) => {
    const client = await opened(t);
    const params = at(URI, SCRIPT, '#');
    assert.equal(await client.request('textDocument/definition', params), null);
    assert.equal(await referencesOf(client, params, true), null);
    const elsewhere = { ...params, textDocument: { uri: 'file:///vm/closed.sh' } };
    assert.equal(await client.request('textDocument/definition', elsewhere), null);
  });
});

describe('in a folder', () => {
  const FILES = {
    'a.sh': '. ./lib/options.sh\nkvm $OPTIONS -readconfig lib/vm.qemu\n',
    'b.sh': '. "$(dirname "$0")/lib/options.sh"\nkvm $OPTIONS -serial chardev:m\n',
    'lib/options.sh': 'OPTIONS="-chardev stdio,id=m"\n',
    'lib/vm.qemu': '[mon]\n  chardev = "m"\n',
  };

  test('an id is found in all files that share it, open or not', async (t) => {
    const folder = makeFolder(t, FILES);
    const client = await startIn(t, folder, { capabilities: WATCHING });
    const uri = folder.uri('lib/vm.qemu');
    client.open(uri, 'qemu-config', FILES['lib/vm.qemu']);
    const params = at(uri, FILES['lib/vm.qemu'], 'chardev = "');
    const all = await referencesOf(client, params, true);
    assert.deepEqual(
      all?.map((location) => location.uri).toSorted(),
      ['b.sh', 'lib/options.sh', 'lib/vm.qemu'].map(folder.uri),
    );
  });

  test('the name of a file leads to it as its definition', async (t) => {
    const folder = makeFolder(t, FILES);
    const client = await startIn(t, folder, { capabilities: WATCHING });
    const uri = folder.uri('b.sh');
    client.open(uri, 'shellscript', FILES['b.sh']);
    const params = at(uri, FILES['b.sh'], '/lib');
    const [link] = await client.request<LocationLink[]>('textDocument/definition', params);
    assert.equal(link?.targetUri, folder.uri('lib/options.sh'));
  });
});

describe('symbols', () => {
  const names = (symbols: readonly DocumentSymbol[]): unknown[] =>
    symbols.map(({ name, detail = '', children = [] }) => [name, detail, ...names(children)]);

  test('of a document are inside each other', async (t) => {
    const client = await opened(t);
    const symbols = await client.request<DocumentSymbol[]>('textDocument/documentSymbol', {
      textDocument: { uri: URI },
    });
    assert.deepEqual(names(symbols), [['kvm', '', ['m', 'stdio'], ['HMP monitor', 'stdio']]]);
  });
});
