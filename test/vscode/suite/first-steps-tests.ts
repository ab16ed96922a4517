// The steps of the walkthrough, each by the command that it links, and the file of settings that the last one
// makes: VS Code checks it by our schema, and the server says the rest.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { test } from './runner.ts';
import {
  EXTENSION_ID,
  fileUri,
  finding,
  findings,
  openInEditor,
  preferredFix,
  until,
} from './workspace.ts';

const FILE = '.qemu-monitor-guard.json';
interface Step {
  readonly description: string;
  readonly completionEvents: readonly string[];
}

export function registerFirstStepsTests(): void {
  for (const [name, languageId] of [
    ['script', 'shellscript'],
    ['domain', 'xml'],
    ['config', 'qemu-config'],
  ] as const) {
    test(`the sample of a ${name} is a document of its own, with one finding that a fix takes away`, async () => {
      const document = await openSample(name);
      assert.ok(document.isUntitled);
      assert.equal(document.languageId, languageId);
      const { range } = await finding(document);
      assert.equal(document.getText(range), '0.0.0.0');
      const { edit } = await preferredFix(document, range);
      assert.ok(edit && (await vscode.workspace.applyEdit(edit)));
      // It stays open: the next one would have its name, and VS Code's client would sometimes take it for the same.
      await findings(document, 0);
    });
  }

  test('the fixes of the sample are shown where its finding is', async () => {
    const document = await openSample('script');
    const { range } = await finding(document);
    await openInEditor('not-ours.cfg');
    await vscode.commands.executeCommand('qemuMonitorGuard.showSampleFixes');
    const editor = vscode.window.activeTextEditor;
    assert.equal(editor?.document, document);
    assert.deepEqual(editor.selection.active, range.start);
    await vscode.commands.executeCommand('hideCodeActionWidget');
    for (const sample of vscode.workspace.textDocuments.filter(({ isUntitled }) => isUntitled)) {
      await vscode.window.showTextDocument(sample);
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    }
  });

  test('every command that the walkthrough links is there', async () => {
    const manifest = vscode.extensions.getExtension(EXTENSION_ID)?.packageJSON;
    const [walkthrough] = manifest.contributes.walkthroughs;
    const linked = walkthrough.steps.flatMap(({ description, completionEvents }: Step) => [
      ...[...description.matchAll(/\(command:([\w.]+)/g)].map((match) => match[1]),
      ...completionEvents.flatMap((event) => /^onCommand:(.*)$/.exec(event)?.[1] ?? []),
    ]);
    const known = new Set(await vscode.commands.getCommands(true));
    const missing = [...new Set<string>(linked)].filter((command) => !known.has(command));
    assert.deepEqual(missing, []);
  });

  test('the settings file is made with a text that sets nothing, and opened', async () => {
    const { document } = await createFile();
    assert.equal(document.uri.toString(), fileUri(FILE).toString());
    assert.equal(document.languageId, 'jsonc');
    assert.match(document.getText(), /"accept": \[/);
    // Even an empty list would take the place of the editor's.
    assert.match(document.getText(), /\/\/ "exclude"/);
    assert.deepEqual(vscode.languages.getDiagnostics(document.uri), []);
    const { document: script } = await openInEditor('first-steps.sh');
    await finding(script);
  });

  test('a settings file that is there is opened and stays as it is', async () => {
    const text = '{ "rules": { "monitor-on-network": "hint" } }\n';
    await replaceAll(text);
    const { document: script } = await openInEditor('first-steps.sh');
    await until(
      () => vscode.languages.getDiagnostics(script.uri)[0]?.severity === HINT,
      () => 'a hint',
    );
    const { document } = await createFile();
    assert.equal(document.getText(), text);
  });

  test('VS Code reports a wrong key by the schema, and the server does not say it again', async () => {
    await replaceAll('{ "showPosible": true, "exclude": ["/abs"], "accept": [{ "path": "x" }] }\n');
    const uri = fileUri(FILE);
    const bySource = (own: boolean) =>
      vscode.languages
        .getDiagnostics(uri)
        .filter(({ source }) => (source === 'Monitor Guard') === own);
    await until(
      () => bySource(false).length >= 3 && bySource(true).length === 1,
      () => JSON.stringify(vscode.languages.getDiagnostics(uri)),
    );
    assert.match(
      bySource(false)
        .map(({ message }) => message)
        .join('\n'),
      /showPosible/,
    );
    const [own] = bySource(true);
    assert.match(own?.message ?? '', /^Paths are relative to the folder of this file/);
  });

  test('a settings file that goes leaves nothing behind', async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.workspace.fs.delete(fileUri(FILE));
    const { document } = await openInEditor('first-steps.sh');
    await until(
      () =>
        vscode.languages.getDiagnostics(document.uri)[0]?.severity ===
        vscode.DiagnosticSeverity.Error,
      () => 'an error',
    );
  });
}

const HINT = vscode.DiagnosticSeverity.Hint;

async function openSample(name: string): Promise<vscode.TextDocument> {
  await vscode.commands.executeCommand('qemuMonitorGuard.openSample', name);
  return vscode.window.activeTextEditor?.document ?? assert.fail('no editor is open');
}

async function createFile(): Promise<vscode.TextEditor> {
  await vscode.commands.executeCommand('qemuMonitorGuard.createWorkspaceFile');
  return vscode.window.activeTextEditor ?? assert.fail('no editor is open');
}

/** Writes another text into the settings file. */
async function replaceAll(text: string): Promise<void> {
  const { document } = await openInEditor(FILE);
  const edit = new vscode.WorkspaceEdit();
  const end = document.positionAt(document.getText().length);
  edit.replace(document.uri, new vscode.Range(new vscode.Position(0, 0), end), text);
  assert.ok(await vscode.workspace.applyEdit(edit));
  assert.ok(await document.save());
}
