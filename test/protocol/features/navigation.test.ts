/** Definitions, references, highlights, renames, links, symbols, folds and selections over the wire. */
import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import type {
  ClientCapabilities,
  DocumentHighlight,
  DocumentLink,
  DocumentSymbol,
  FoldingRange,
  Location,
  LocationLink,
  SelectionRange,
  SymbolInformation,
  TextDocumentEdit,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver';
import {
  type LspClient,
  PULLING_EDITOR,
  ResponseError,
  startFor,
} from '../../support/lsp-client.ts';
import { applyEdits, positionAt, textIn } from '../positions.ts';
import { reportsOf } from '../review.ts';
import { makeFolder, startIn, WATCHING_EDITOR } from '../workspace-folder.ts';

/** What an editor such as VS Code declares of all this. */
const NAVIGATION = {
  definition: { linkSupport: true },
  references: {},
  documentHighlight: {},
  rename: { prepareSupport: true },
  documentSymbol: { hierarchicalDocumentSymbolSupport: true },
  documentLink: {},
  foldingRange: {},
  selectionRange: {},
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
    renameProvider: { prepareProvider: true },
    documentSymbolProvider: true,
    workspaceSymbolProvider: true,
    documentLinkProvider: { resolveProvider: false },
    foldingRangeProvider: { documentSelector: [{ language: 'qemu-config' }] },
    selectionRangeProvider: { documentSelector: [{ language: 'qemu-config' }] },
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

  test('is renamed where it is written, in the version that was looked at', async (t) => {
    const client = await opened(t);
    const params = at(URI, SCRIPT, '-mon chardev=');
    const prepared = await client.request<{ placeholder: string }>(
      'textDocument/prepareRename',
      params,
    );
    assert.equal(prepared.placeholder, 'm');
    const edit = await client.request<WorkspaceEdit>('textDocument/rename', {
      ...params,
      newName: 'mon0',
    });
    const [change] = (edit.documentChanges ?? []) as TextDocumentEdit[];
    assert.deepEqual(change?.textDocument, { uri: URI, version: 1 });
    assert.equal(
      applyEdits(SCRIPT, (change?.edits ?? []) as TextEdit[]),
      SCRIPT.replace('ID=m', 'ID=mon0').replace('chardev=m', 'chardev=mon0'),
    );
  });

  test('keeps its name where the new one is no id, and the client hears why', async (t) => {
    const client = await opened(t);
    const params = { ...at(URI, SCRIPT, '-mon chardev='), newName: '0' };
    await assert.rejects(client.request('textDocument/rename', params), (error) => {
      assert.ok(error instanceof ResponseError);
      assert.equal(error.code, -32803);
      assert.match(error.message, /^An id begins with a letter/);
      return true;
    });
  });

  test('is nothing where no id is, and in a document that is not open', async (t) => {
    const client = await opened(t);
    const params = at(URI, SCRIPT, '#');
    assert.equal(await client.request('textDocument/prepareRename', params), null);
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

  test('an id is found and renamed in all files that share it, open or not', async (t) => {
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
    const edit = await client.request<WorkspaceEdit>('textDocument/rename', {
      ...params,
      newName: 'n',
    });
    const changes = (edit.documentChanges ?? []) as TextDocumentEdit[];
    const after = changes.map(({ textDocument, edits }) => {
      const name = Object.keys(FILES).find((one) => folder.uri(one) === textDocument.uri) ?? '';
      const text = FILES[name as keyof typeof FILES];
      return [name, textDocument.version, applyEdits(text, edits as TextEdit[])] as const;
    });
    assert.deepEqual(
      after.toSorted(([a], [b]) => (a < b ? -1 : 1)),
      [
        ['b.sh', null, FILES['b.sh'].replace('chardev:m', 'chardev:n')],
        ['lib/options.sh', null, FILES['lib/options.sh'].replace('id=m', 'id=n')],
        ['lib/vm.qemu', 1, FILES['lib/vm.qemu'].replace('"m"', '"n"')],
      ],
    );
  });

  test('the names of files are links to them, and lead to them as definitions', async (t) => {
    const folder = makeFolder(t, FILES);
    const client = await startIn(t, folder, { capabilities: WATCHING });
    const uri = folder.uri('b.sh');
    client.open(uri, 'shellscript', FILES['b.sh']);
    const textDocument = { uri };
    const links = await client.request<DocumentLink[]>('textDocument/documentLink', {
      textDocument,
    });
    assert.deepEqual(
      links.map(({ range, target }) => [textIn(FILES['b.sh'], range), target]),
      [['"$(dirname "$0")/lib/options.sh"'.slice(1, -1), folder.uri('lib/options.sh')]],
    );
    const params = at(uri, FILES['b.sh'], '/lib');
    const [link] = await client.request<LocationLink[]>('textDocument/definition', params);
    assert.equal(link?.targetUri, folder.uri('lib/options.sh'));
  });

  test('a file outside of the workspace is no link', async (t) => {
    const folder = makeFolder(t, { 'in/run.sh': '', 'out.sh': 'M=stdio\n' });
    const client = await startFor(t, { capabilities: WATCHING, rootUri: folder.uri('in') });
    const text = '. ../out.sh\nkvm -monitor $M\n';
    const uri = folder.uri('in/run.sh');
    client.open(uri, 'shellscript', text);
    client.open(folder.uri('out.sh'), 'shellscript', 'M=stdio\n');
    const links = await client.request<DocumentLink[]>('textDocument/documentLink', {
      textDocument: { uri },
    });
    assert.deepEqual(links, []);
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

  test('of a document are a list to a client that knows no more', async (t) => {
    const textDocument = { ...EDITOR.textDocument, documentSymbol: {} };
    const client = await opened(t, { ...EDITOR, textDocument });
    const symbols = await client.request<SymbolInformation[]>('textDocument/documentSymbol', {
      textDocument: { uri: URI },
    });
    assert.deepEqual(
      symbols.map(({ name, containerName }) => [name, containerName]),
      [
        ['kvm', undefined],
        ['m (stdio)', 'kvm'],
        ['HMP monitor (stdio)', 'kvm'],
      ],
    );
  });

  test('of all open documents can be searched', async (t) => {
    const client = await opened(t);
    const other = 'kvm -name web -qmp tcp:0.0.0.0:4444,server\n';
    client.open('file:///vm/web.sh', 'shellscript', other);
    const search = async (query: string) => {
      const found = await client.request<SymbolInformation[]>('workspace/symbol', { query });
      return found.map(({ name, location }) => `${name} ${location.uri.slice(-6)}`);
    };
    assert.deepEqual(await search('qmp 0.0.0.0'), ['QMP monitor (tcp 0.0.0.0:4444) web.sh']);
    assert.deepEqual(await search('nobody'), []);
    assert.equal((await search('')).length, 5);
  });
});

test('the search finds in closed files what it finds in open ones', async (t) => {
  const files = {
    'web.sh': 'kvm -name web -qmp tcp:0.0.0.0:4444,server\n',
    'quiet.sh': '. ./lib.sh\nkvm -name quiet $OPTS -object secret,id=s0,data=x\n',
    'lib.sh': 'OPTS="-chardev stdio,id=m0 -mon m0"\n',
    'vm.qemu': '[chardev "m1"]\n  backend = "pty"\n',
  };
  const folder = makeFolder(t, files);
  const client = await startIn(t, folder, { capabilities: WATCHING });
  await reportsOf(client);
  const search = async (query: string) => {
    const found = await client.request<SymbolInformation[]>('workspace/symbol', { query });
    return found.map(({ name, containerName, location: { uri, range } }) => {
      const file = uri.slice(uri.lastIndexOf('/') + 1);
      return [name, containerName ?? '', `${file}:${range.start.line}:${range.start.character}`];
    });
  };
  const closed = await search('');
  assert.deepEqual(closed, [
    ['OPTS (Options for QEMU)', '', 'lib.sh:0:0'],
    ['m0 (stdio)', 'OPTS', 'lib.sh:0:24'],
    ['HMP monitor (stdio)', 'OPTS', 'lib.sh:0:27'],
    ['quiet (kvm)', '', 'quiet.sh:1:0'],
    ['HMP monitor (stdio)', 'quiet', 'quiet.sh:1:16'],
    ['m0 (stdio)', 'quiet', 'quiet.sh:1:16'],
    ['s0 (secret)', 'quiet', 'quiet.sh:1:40'],
    ['chardev m1 (pty)', '', 'vm.qemu:0:0'],
    ['web (kvm)', '', 'web.sh:0:0'],
    ['QMP monitor (tcp 0.0.0.0:4444)', 'web', 'web.sh:0:14'],
  ]);
  assert.deepEqual(await search('M1'), [['chardev m1 (pty)', '', 'vm.qemu:0:0']]);
  for (const [name, text] of Object.entries(files)) {
    const languageId = name.endsWith('.sh') ? 'shellscript' : 'qemu-config';
    client.open(folder.uri(name), languageId, text);
  }
  assert.deepEqual((await search('')).toSorted(), closed.toSorted());
});

test('the sections and comments of a config file fold, a script is left to the editor', async (t) => {
  const client = await opened(t);
  const uri = 'file:///vm/vm.qemu';
  const text = '# a\n# b\n[mon]\n  chardev = "m"\n\n[chardev "m"]\n  backend = "stdio"\n';
  client.open(uri, 'qemu-config', text);
  const folds = (of: string) =>
    client.request<FoldingRange[] | null>('textDocument/foldingRange', {
      textDocument: { uri: of },
    });
  assert.deepEqual(await folds(uri), [
    { startLine: 0, endLine: 1, kind: 'comment' },
    { startLine: 2, endLine: 3 },
    { startLine: 5, endLine: 6 },
  ]);
  assert.equal(await folds(URI), null);
});

test('a client hears of no more folds than it can have', async (t) => {
  const textDocument = { ...EDITOR.textDocument, foldingRange: { rangeLimit: 1 } };
  const client = await startFor(t, { capabilities: { ...EDITOR, textDocument } });
  const uri = 'file:///vm/vm.qemu';
  client.open(uri, 'qemu-config', '[mon]\n  chardev = "m"\n[mon]\n  chardev = "n"\n');
  const folds = await client.request<FoldingRange[]>('textDocument/foldingRange', {
    textDocument: { uri },
  });
  assert.equal(folds.length, 1);
});

test('a selection in a config file grows, and each position has an answer', async (t) => {
  const client = await opened(t);
  const uri = 'file:///vm/vm.qemu';
  const text = '# a\n\n[mon]\n  chardev = "m"\n';
  client.open(uri, 'qemu-config', text);
  const start = { line: 0, character: 0 };
  const asked = (of: string, positions: readonly object[]) =>
    client.request<SelectionRange[] | null>('textDocument/selectionRange', {
      textDocument: { uri: of },
      positions,
    });
  const [grown, none] = (await asked(uri, [at(uri, text, 'chardev').position, start])) ?? [];
  const texts: string[] = [];
  for (let range = grown; range !== undefined; range = range.parent) {
    texts.push(textIn(text, range.range));
  }
  assert.deepEqual(texts, [
    ...['chardev', 'chardev = "m"', '  chardev = "m"', '[mon]\n  chardev = "m"', text],
  ]);
  assert.deepEqual(none?.range, { start, end: start });
  assert.equal(await asked(URI, [start]), null);
});
