// The findings of closed files: in the Problems panel as soon as they are on the disk, as
// long as they are, once, and only if the settings want it.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { test } from './runner.ts';
import { fileUri, openInEditor, ruleOf, until } from './workspace.ts';

const NEVER_OPENED = 'review/never-opened.sh';
const OPENED = 'reviewed/opened.sh';
const OPEN = '#!/bin/sh\nqemu-system-x86_64 -monitor tcp:0.0.0.0:4444,server,nowait\n';
const LOOPBACK = OPEN.replace('0.0.0.0', '127.0.0.1');

export function registerReviewTests(): void {
  test('a closed file is in the Problems panel, and follows the disk', async () => {
    await write(NEVER_OPENED, OPEN);
    const [diagnostic] = await findingsIn(NEVER_OPENED, ['monitor-on-network']);
    assert.equal(diagnostic?.range.start.line, 1);
    await write(NEVER_OPENED, LOOPBACK);
    await findingsIn(NEVER_OPENED, ['monitor-on-loopback']);
    assert.ok(!vscode.workspace.textDocuments.some(({ uri }) => /never-opened/.test(uri.path)));
    await remove('review');
    await findingsIn(NEVER_OPENED, []);
  });

  test('opened and closed again, it has its finding once', async () => {
    await write(OPENED, OPEN);
    await findingsIn(OPENED, ['monitor-on-network']);
    const { document } = await openInEditor(OPENED);
    await findingsIn(OPENED, ['monitor-on-network']);
    const edit = new vscode.WorkspaceEdit();
    const start = document.positionAt(OPEN.indexOf('0.0.0.0'));
    edit.replace(document.uri, new vscode.Range(start, start.translate(0, 7)), '127.0.0.1');
    assert.ok(await vscode.workspace.applyEdit(edit));
    await findingsIn(OPENED, ['monitor-on-loopback']);
    // What was typed is thrown away, and the file is as it was. The document may stay open for minutes.
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await findingsIn(OPENED, ['monitor-on-network']);
    await remove('reviewed');
  });

  test('unwatched files are looked at on request', async () => {
    const files = vscode.workspace.getConfiguration('files');
    const unwatched = { '**/review/**': true };
    await files.update('watcherExclude', unwatched, vscode.ConfigurationTarget.Workspace);
    await write(NEVER_OPENED, OPEN);
    await vscode.commands.executeCommand('qemuMonitorGuard.reviewWorkspace');
    await findingsIn(NEVER_OPENED, ['monitor-on-network']);
    await remove('review');
    await vscode.commands.executeCommand('qemuMonitorGuard.reviewWorkspace');
    await findingsIn(NEVER_OPENED, []);
    await files.update('watcherExclude', undefined, vscode.ConfigurationTarget.Workspace);
  });
}

/** Waits until a file has findings of these rules and no others, and answers with them. */
async function findingsIn(name: string, rules: readonly string[]): Promise<vscode.Diagnostic[]> {
  const found = () => vscode.languages.getDiagnostics(fileUri(name)).filter(isOurs);
  await until(
    () => String(found().map(ruleOf)) === String(rules),
    () => `${rules.join() || 'nothing'} in ${name}, not ${found().map(ruleOf).join() || 'nothing'}`,
  );
  return found();
}

function isOurs({ source }: vscode.Diagnostic): boolean {
  return source === 'Monitor Guard';
}

/** Writes a file as a program beside the editor does. */
async function write(name: string, text: string): Promise<void> {
  await vscode.workspace.fs.writeFile(fileUri(name), new TextEncoder().encode(text));
}

async function remove(name: string): Promise<void> {
  await vscode.workspace.fs.delete(fileUri(name), { recursive: true });
}
