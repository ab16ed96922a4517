// The list of monitors as the extension host can see it: the report that is made of it follows edits, leads to the
// files and is written where it should be. scripts/session/monitors-story.mjs looks at the view itself, as its user does.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { test } from './runner.ts';
import { fileUri, finding, findings, openInEditor, replaceIn, until } from './workspace.ts';

/** One exposed monitor; no other test changes this file. */
const FILE = 'listed.sh';
const EXPORT = 'qemuMonitorGuard.exportReview';

export function registerMonitorsViewTests(): void {
  test('the report of the review lists monitors that are exposed, and those that are not', async () => {
    await finding((await openInEditor(FILE)).document);
    await openInEditor('safe.sh');
    const report = await exported();
    assert.match(report, /^# Review of QEMU monitors\n\n- Date: \d{4}-\d{2}-\d{2}\n/);
    assert.match(
      report,
      /\| HMP `tcp 0\.0\.0\.0:4471` \| {2}\| \[listed\\\.sh:3\]\(listed\.sh#L3\) \|.*\| Error \[`monitor-on-network`\]\(https:.*\/monitor-on-network\.md\): /,
    );
    assert.match(report, /\| QMP `stdio` \| {2}\| \[safe\\\.sh:2\]\(safe\.sh#L2\) \|/);
  });

  test('the report has what was typed a moment ago, and where it is now', async () => {
    const { document } = await openInEditor(FILE);
    await finding(document);
    const { text, range } = document.lineAt(2);
    try {
      await replaceIn(document, range, `\n${text.replace('4471', '4567')}`);
      assert.match(
        await exported(),
        /`tcp 0\.0\.0\.0:4567` \| {2}\| \[listed\\\.sh:4\]\(listed\.sh#L4\)/,
      );
    } finally {
      await vscode.window.showTextDocument(document);
      await vscode.commands.executeCommand('workbench.action.files.revert');
    }
  });

  test('the report can be a document that has no file yet', async () => {
    await vscode.commands.executeCommand(EXPORT, 'untitled');
    const documents = vscode.workspace.textDocuments.filter(
      ({ isUntitled, languageId }) => isUntitled && languageId === 'markdown',
    );
    assert.equal(documents.length, 1);
    const [document] = documents;
    assert.ok(document);
    assert.match(document.getText(), /^# Review of QEMU monitors\n/);
    await vscode.window.tabGroups.close(await previewOf(document.uri.path));
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  test('the report leads to files from the folder that it is written to', async () => {
    await finding((await openInEditor(FILE)).document);
    const destination = fileUri('reports/monitors.md');
    await vscode.commands.executeCommand(EXPORT, destination);
    try {
      await previewOf('monitors.md');
      const report = new TextDecoder().decode(await vscode.workspace.fs.readFile(destination));
      assert.match(report, /\[listed\\\.sh:3\]\(\.\.\/listed\.sh#L3\)/);
    } finally {
      await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
      await vscode.workspace.fs.delete(fileUri('reports'), { recursive: true });
    }
  });

  test('a monitor whose text is in a file that a script brings in is reported there', async () => {
    await openInEditor('linked/start.sh');
    await findings((await openInEditor('linked/options.sh')).document, 1);
    const report = await exported();
    const found = report.match(/\[linked\/options\\\.sh:1\]\(linked\/options\.sh#L1\)/g);
    assert.equal(found?.length, 1);
  });

  test('the view can be opened by its command', async () => {
    await vscode.commands.executeCommand('qemuMonitorGuard.monitors.focus');
  });
}

/**
 * The text of the report in a file of its own, which is deleted again. Not in a document without a file: the next
 * one of these gets the same name, and VS Code may fill it with what it has kept of the last one.
 */
async function exported(): Promise<string> {
  const name = 'exported.md';
  await vscode.commands.executeCommand(EXPORT, fileUri(name));
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(fileUri(name)));
  await vscode.window.tabGroups.close(await previewOf(name));
  await vscode.workspace.fs.delete(fileUri(name));
  return text;
}

/** The tab with the preview of a document, once it is there. A web extension host knows no class of such tabs. */
async function previewOf(name: string): Promise<vscode.Tab> {
  const tabs = () => vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  const preview = () => tabs().find(({ label }) => label !== name && label.endsWith(name));
  const labels = () => tabs().map(({ label }) => label);
  await until(
    () => preview() !== undefined,
    () => `a preview of ${name} among ${labels().join(', ')}`,
  );
  const found = preview();
  assert.ok(found);
  return found;
}
