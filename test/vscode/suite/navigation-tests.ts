// Finding one's way as a user does: go to definition, rename, outline, links, folds and colours, asked of VS Code itself.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { test } from './runner.ts';
import { answer, fileUri, openInEditor } from './workspace.ts';

const SCRIPT = 'navigation/run.sh';
const OPTIONS = 'navigation/options.sh';
const CONFIG = 'navigation/vm.qemu';

export function registerNavigationTests(): void {
  test('the definition of a variable is its text, and that of a file the file', async () => {
    const { document } = await openInEditor(SCRIPT);
    const [variable] = await some<vscode.Location | vscode.LocationLink>(
      'vscode.executeDefinitionProvider',
      document.uri,
      placeIn(document, 'id=$'),
    );
    assert.ok(variable);
    assert.equal(await shownText(variable), 'main');
    const [file] = await some<vscode.Location | vscode.LocationLink>(
      'vscode.executeDefinitionProvider',
      document.uri,
      placeIn(document, '-readconfig vm'),
    );
    assert.ok(file);
    assert.equal(uriOf(file).toString(), fileUri(CONFIG).toString());
  });

  test('a rename changes an id in all files, and leaves a variable that gives it', async () => {
    const { document } = await openInEditor(SCRIPT);
    const at = placeIn(document, '-mon chardev=');
    const edit = await vscode.commands.executeCommand<vscode.WorkspaceEdit>(
      'vscode.executeDocumentRenameProvider',
      document.uri,
      at,
      'renamed',
    );
    const changed = edit
      .entries()
      .map(([uri, edits]) => [uri.path.slice(uri.path.lastIndexOf('/') + 1), edits.length]);
    assert.deepEqual(changed.toSorted(), [
      ['options.sh', 1],
      ['run.sh', 2],
      ['vm.qemu', 1],
    ]);
    assert.ok(await vscode.workspace.applyEdit(edit));
    assert.match(document.getText(), /^ID=renamed$/m);
    assert.match(document.getText(), /"socket,id=\$ID,/);
    for (const name of [SCRIPT, OPTIONS, CONFIG]) {
      const other = await vscode.workspace.openTextDocument(fileUri(name));
      assert.doesNotMatch(other.getText(), /\bmain\b(?!\.sock)/);
      await vscode.window.showTextDocument(other);
      await vscode.commands.executeCommand('workbench.action.files.revert');
      assert.match(other.getText(), /\bmain\b/);
    }
  });

  test('the outline has machines with their monitors, and the search finds them', async () => {
    const { document } = await openInEditor(SCRIPT);
    const [machine] = await some<vscode.DocumentSymbol>(
      'vscode.executeDocumentSymbolProvider',
      document.uri,
    );
    assert.equal(machine?.name, 'shown');
    assert.equal(machine?.detail, 'qemu-system-x86_64');
    const names = machine?.children.map(({ name, detail }) => `${name} ${detail}`);
    const socket = 'unix $XDG_RUNTIME_DIR/main.sock';
    assert.ok(names?.includes(`main ${socket}`), names?.join());
    assert.ok(names?.includes(`HMP monitor ${socket}`), names?.join());
    const found = await some<vscode.SymbolInformation>(
      'vscode.executeWorkspaceSymbolProvider',
      'hmp main.sock',
    );
    assert.ok(found.some(({ location }) => location.uri.path.endsWith(SCRIPT)));
  });

  test('the names of files are links to them', async () => {
    const { document } = await openInEditor(SCRIPT);
    const links = await some<vscode.DocumentLink>('vscode.executeLinkProvider', document.uri);
    const texts = links.map(({ range, target }) => {
      return `${document.getText(range)} ${target?.path.slice(target.path.lastIndexOf('/') + 1)}`;
    });
    assert.ok(texts.includes('$(dirname "$0")/options.sh options.sh'), texts.join());
    assert.ok(texts.includes('vm.qemu vm.qemu'), texts.join());
  });

  test('the sections and comments of a config file fold, and scripts fold as before', async () => {
    const { document } = await openInEditor(CONFIG);
    const folds = await some<vscode.FoldingRange>(
      'vscode.executeFoldingRangeProvider',
      document.uri,
    );
    assert.deepEqual(
      folds.map(({ start, end }) => [start, end]),
      [
        [0, 1],
        [2, 4],
        [6, 7],
      ],
    );
    const { document: script } = await openInEditor(SCRIPT);
    const indented = await some<vscode.FoldingRange>(
      'vscode.executeFoldingRangeProvider',
      script.uri,
    );
    // By the indentation of its one continued line.
    const starts = indented.map(({ start }) => start);
    assert.deepEqual(starts, [4]);
  });

  test("QEMU's text in a script is coloured, and nothing else of it", async () => {
    const { document } = await openInEditor(SCRIPT);
    const legend = await answer<vscode.SemanticTokensLegend>(
      'vscode.provideDocumentSemanticTokensLegend',
      document.uri,
    );
    const tokens = await answer<vscode.SemanticTokens>(
      'vscode.provideDocumentSemanticTokens',
      document.uri,
    );
    const shown = decode(document, legend, tokens);
    assert.deepEqual(shown.slice(0, 5), [
      'variable main',
      'keyword -chardev',
      'type socket',
      'property id',
      'property path',
    ]);
    assert.ok(shown.includes('number /main.sock'), shown.join());
    assert.ok(shown.includes('string vm.qemu'), shown.join());
    assert.ok(!shown.some((text) => /dirname|EXTRA|qemu-system/.test(text)), shown.join());
  });
}

/** The place behind the first occurrence of some text. */
function placeIn(document: vscode.TextDocument, text: string): vscode.Position {
  const index = document.getText().indexOf(text);
  assert.notEqual(index, -1, text);
  return document.positionAt(index + text.length);
}

/** The answers of a provider, of which there are some. */
function some<T>(command: string, ...args: readonly unknown[]): Promise<readonly T[]> {
  return answer<readonly T[]>(command, ...args);
}

function uriOf(target: vscode.Location | vscode.LocationLink): vscode.Uri {
  return 'targetUri' in target ? target.targetUri : target.uri;
}

/** What a definition shows. */
async function shownText(target: vscode.Location | vscode.LocationLink): Promise<string> {
  const document = await vscode.workspace.openTextDocument(uriOf(target));
  const range = 'targetUri' in target ? target.targetSelectionRange : target.range;
  return document.getText(range);
}

/** Tokens as `type text`. */
function decode(
  document: vscode.TextDocument,
  { tokenTypes }: vscode.SemanticTokensLegend,
  { data }: vscode.SemanticTokens,
): readonly string[] {
  const shown: string[] = [];
  let line = 0;
  let start = 0;
  for (let index = 0; index < data.length; index += 5) {
    const [lines = 0, characters = 0, length = 0, type = 0] = data.slice(index, index + 4);
    start = lines === 0 ? start + characters : characters;
    line += lines;
    const text = document.getText(new vscode.Range(line, start, line, start + length));
    shown.push(`${tokenTypes[type]} ${text}`);
  }
  return shown;
}
