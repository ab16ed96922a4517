// What VS Code lists while typing, in the three languages, and what it writes when an item is taken:
// snippets lead through what is to be filled in, and nothing is found in what they leave.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { test } from './runner.ts';
import { findings, openInEditor, replaceIn } from './workspace.ts';

/** How long a list may take to come. */
const PATIENCE_MS = 60_000;

const NAMESPACE = "xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'";

export function registerCompletionTests(): void {
  test('complete.sh: completion takes a monitor as a snippet, in which nothing is found', async () => {
    const editor = await typed('complete.sh', 'qemu-system-x86_64 -nodefaults -qm|\n');
    const label = 'QMP monitor over TLS for one client';
    await takeAt(editor, label);
    const written = editor.document.getText();
    assert.match(
      written,
      /tls-creds=montls0,tls-authz=monauthz0 -mon chardev=mon0,mode=control\n$/,
    );
    assert.equal(editor.document.getText(editor.selection), '/etc/pki/qemu');
    await vscode.commands.executeCommand('jumpToNextSnippetPlaceholder');
    assert.equal(editor.document.getText(editor.selection), 'CN=client');
    await vscode.commands.executeCommand('leaveSnippet');
    await findings(editor.document, 0);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  test('complete.xml: completion takes a block with its namespace, indented as it is written', async () => {
    const text = "<domain type='kvm'>\n  <name>web</name>\n  <qemu|\n</domain>\n";
    const editor = await typed('complete.xml', text);
    await takeAt(editor, 'QMP monitor on a private UNIX socket');
    await vscode.commands.executeCommand('leaveSnippet');
    assert.equal(
      editor.document.getText(),
      [
        `<domain type='kvm' ${NAMESPACE}>`,
        '  <name>web</name>',
        '  <qemu:commandline>',
        "    <qemu:arg value='-qmp'/>",
        "    <qemu:arg value='unix:/var/lib/libvirt/qemu/web-qmp.sock,server=on,wait=off'/>",
        '  </qemu:commandline>',
        '</domain>',
        '',
      ].join('\n'),
    );
    await findings(editor.document, 0);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  test('complete.sh: what is typed opens the list, whose first item is the safe one', async () => {
    const editor = await typed('complete.sh', 'qemu-system-x86_64|\n');
    await type(' -nodefaults -q');
    await takeFirst(editor, /-qmp$/m);
    await type(' ');
    const socket =
      /-qmp "unix:\$\{XDG_RUNTIME_DIR:-\$HOME\}\/complete-qmp\.sock,server=on,wait=off"$/m;
    await takeFirst(editor, socket);
    assert.equal(editor.document.getText(editor.selection), 'complete');
    await vscode.commands.executeCommand('leaveSnippet');
    await findings(editor.document, 0);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  test('complete.sh: what is typed whole is not taken for something longer', async () => {
    const editor = await typed('complete.sh', 'qemu-system-x86_64|\n');
    for (const [keys, line] of [
      [' -S', 'qemu-system-x86_64 -S'],
      [' -name guest', 'qemu-system-x86_64 -S -name guest'],
      [' -qmp unix:/run/q', 'qemu-system-x86_64 -S -name guest -qmp unix:/run/q'],
    ] as const) {
      await type(keys);
      await takeWhatIsSelected();
      assert.equal(editor.document.lineAt(0).text, line);
    }
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  test('complete.sh: what is typed opens the list in JSON', async () => {
    const text = `kvm -object '{"qom-type":"tls-creds-x509",|}'\n`;
    const editor = await typed('complete.sh', text);
    await type('"end');
    await takeFirst(editor, /,"endpoint":"server"\}'$/m);
    assert.equal(editor.document.getText(editor.selection), 'server');
    await vscode.commands.executeCommand('leaveSnippet');
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  test('complete.qemu: what is typed opens the list inside the quotes of a config file', async () => {
    const editor = await typed('complete.qemu', '[chardev "m"]\n  backend = |\n');
    await type('"');
    await takeFirst(editor, /backend = "socket"$/m);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });
}

/** A file with a text in it, and the cursor where the `|` was. */
async function typed(file: string, marked: string): Promise<vscode.TextEditor> {
  const editor = await openInEditor(file);
  const { document } = editor;
  const offset = marked.indexOf('|');
  const text = marked.slice(0, offset) + marked.slice(offset + 1);
  const whole = new vscode.Range(0, 0, document.lineCount, 0);
  await replaceIn(document, whole, text);
  const position = document.positionAt(offset);
  editor.selection = new vscode.Selection(position, position);
  return editor;
}

/** Presses keys, one after the other. */
async function type(text: string): Promise<void> {
  for (const character of text) {
    await vscode.commands.executeCommand('type', { text: character });
  }
}

/** Takes what is selected in a list, if there is one by then, as Enter does. */
async function takeWhatIsSelected(): Promise<void> {
  for (let times = 0; times < 5; times++) {
    await new Promise((resolve) => setTimeout(resolve, 300));
    await vscode.commands.executeCommand('acceptSelectedSuggestion');
  }
}

/** Takes the selected item as soon as the list is there, so that a line of the document is as it should be. */
async function takeFirst({ document }: vscode.TextEditor, wanted: RegExp): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!wanted.test(document.getText())) {
    assert.ok(Date.now() < deadline, `Waited for ${wanted} in ${document.getText()}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
    // Without a list it does nothing.
    await vscode.commands.executeCommand('acceptSelectedSuggestion');
  }
}

/** What VS Code lists at a place, as soon as anything of ours is in it. */
async function listAt(
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<readonly vscode.CompletionItem[]> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const list = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      document.uri,
      position,
    );
    // VS Code's own words have no place in our order.
    const ours = list.items.filter(({ sortText }) => /^\d{4}$/.test(sortText ?? ''));
    if (ours.length > 0) return ours;
    assert.ok(Date.now() < deadline, `Waited ${PATIENCE_MS / 1000} s for a list`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Takes an item as VS Code does when it is chosen in the list. */
async function takeAt(editor: vscode.TextEditor, label: string): Promise<void> {
  const { document, selection } = editor;
  const items = await listAt(document, selection.active);
  const item = items.find((candidate) => labelOf(candidate) === label);
  assert.ok(item, `${label} among: ${items.map(labelOf).join(' | ')}`);
  const { additionalTextEdits = [], range, insertText, keepWhitespace } = item;
  assert.ok(insertText instanceof vscode.SnippetString && range);
  const replaced = range instanceof vscode.Range ? range : range.replacing;
  // VS Code 1.91, whose types these are, has no such option yet.
  const asIs = keepWhitespace === true;
  const options = { undoStopBefore: true, undoStopAfter: true, keepWhitespace: asIs };
  assert.ok(await editor.insertSnippet(insertText, replaced, options));
  const others = new vscode.WorkspaceEdit();
  others.set(document.uri, additionalTextEdits);
  if (additionalTextEdits.length > 0) assert.ok(await vscode.workspace.applyEdit(others));
}

function labelOf({ label }: vscode.CompletionItem): string {
  return typeof label === 'string' ? label : label.label;
}
