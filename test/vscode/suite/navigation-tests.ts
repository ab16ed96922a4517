// Finding one's way as a user does: go to definition, outline and colours, asked of VS Code itself.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { test } from './runner.ts';
import { answer, fileUri, openInEditor } from './workspace.ts';

const SCRIPT = 'navigation/run.sh';
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

  test('the outline has machines with their monitors', async () => {
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
