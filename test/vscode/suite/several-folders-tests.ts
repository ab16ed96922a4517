// A workspace of three folders: one has its own file of settings, one its own settings of VS Code, one
// nothing. Each is shown what holds in it.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { answering } from './ignore-tests.ts';
import { test } from './runner.ts';
import { finding, findings, findingsOn, offeredFixes, until } from './workspace.ts';

export function registerSeveralFoldersTests(): void {
  test('each folder has its own settings, of its file or of VS Code', async () => {
    assert.equal(await severityIn('lab'), vscode.DiagnosticSeverity.Hint);
    assert.equal(await severityIn('field'), vscode.DiagnosticSeverity.Information);
    assert.equal(await severityIn('plain'), vscode.DiagnosticSeverity.Error);
  });

  test('a monitor that the file of a folder accepts is silent, and the file has no problem', async () => {
    const document = await open('lab', 'accepted.sh');
    await severityIn('lab');
    assert.deepEqual(findingsOn(document), []);
    const file = await open('lab', '.qemu-monitor-guard.json');
    assert.equal(file.languageId, 'jsonc');
    assert.deepEqual(vscode.languages.getDiagnostics(file.uri), []);
  });

  test('what changes in the settings of one folder changes nothing in another', async () => {
    const plain = await open('plain', 'run.sh');
    await finding(plain);
    const [folder] = (vscode.workspace.workspaceFolders ?? []).filter(
      (one) => one.name === 'field',
    );
    await vscode.workspace
      .getConfiguration('qemuMonitorGuard', folder)
      .update(
        'rules',
        { 'monitor-on-network': 'warning' },
        vscode.ConfigurationTarget.WorkspaceFolder,
      );
    await severityBecomes('field', vscode.DiagnosticSeverity.Warning);
    assert.equal(await severityIn('lab'), vscode.DiagnosticSeverity.Hint);
    assert.equal(await severityIn('plain'), vscode.DiagnosticSeverity.Error);
  });

  test('the file of a folder counts as it is typed, and again as it was when that is taken back', async () => {
    const document = await open('lab', '.qemu-monitor-guard.json');
    const start = document.getText().indexOf('hint');
    const edit = new vscode.WorkspaceEdit();
    const range = new vscode.Range(document.positionAt(start), document.positionAt(start + 4));
    edit.replace(document.uri, range, 'off');
    assert.ok(await vscode.workspace.applyEdit(edit));
    await findings(await open('lab', 'run.sh'), 0);
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await severityBecomes('lab', vscode.DiagnosticSeverity.Hint);
  });

  test('an accepted monitor goes into a file of its folder, which is made for it, with the reason', async () => {
    const document = await open('plain', 'run.sh');
    const { range } = await finding(document);
    const menu = (await offeredFixes(document, range)).map(({ title }) => title);
    assert.ok(menu.some((title) => title.startsWith('Ignore ')));
    assert.deepEqual(
      menu.filter((title) => title.startsWith('Accept ')),
      [],
    );
    await vscode.commands.executeCommand('qemuMonitorGuard.showMonitorsOfFile');
    const accept = () => vscode.commands.executeCommand('qemuMonitorGuard.acceptMonitor');
    await answering(undefined, accept);
    await finding(document);
    await answering(' no way out ', accept);
    await findings(document, 0);
    const file = await open('plain', '.qemu-monitor-guard.json');
    assert.equal(file.isDirty, false);
    assert.match(file.getText(), /"address": "0\.0\.0\.0:4444",\n +"reason": "no way out"\n/);
  });

  test('a folder that leaves the workspace takes its settings along', async () => {
    const folders = vscode.workspace.workspaceFolders ?? [];
    const index = folders.findIndex(({ name }) => name === 'field');
    const uri = vscode.Uri.joinPath(folders[index]?.uri ?? assert.fail(), 'run.sh');
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { preview: false });
    assert.ok(vscode.workspace.updateWorkspaceFolders(index, 1));
    await until(
      () => findingsOn(document)[0]?.severity === vscode.DiagnosticSeverity.Error,
      () => 'an error outside of all folders',
    );
  });
}

async function open(folderName: string, file: string): Promise<vscode.TextDocument> {
  const folder = vscode.workspace.workspaceFolders?.find(({ name }) => name === folderName);
  assert.ok(folder, folderName);
  const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder.uri, file));
  await vscode.window.showTextDocument(document, { preview: false });
  return document;
}

async function severityIn(folder: string): Promise<vscode.DiagnosticSeverity> {
  return (await finding(await open(folder, 'run.sh'))).severity;
}

async function severityBecomes(folder: string, wanted: vscode.DiagnosticSeverity): Promise<void> {
  const document = await open(folder, 'run.sh');
  await until(
    () => findingsOn(document)[0]?.severity === wanted,
    () => `the severity ${vscode.DiagnosticSeverity[wanted]} in ${folder}`,
  );
}
