// All safe fixes at once, as VS Code takes them: from its menu of source actions, on saving, and in the whole
// workspace, where people choose from a list before anything changes. scripts/session/user-session.mjs ticks in that list.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { test } from './runner.ts';
import { fileUri, findings, offeredActions, openInEditor, replaceIn, ruleOf } from './workspace.ts';

const KIND = 'source.fixAll.qemuMonitorGuard';
const COMMAND = 'qemuMonitorGuard.fixWorkspace';

/** Each has two words or values that are safe to repair, and a monitor that wants a look. */
const FILES: readonly { readonly file: string; readonly fix: (text: string) => string }[] = [
  { file: 'fix-all.sh', fix: (text) => text.replaceAll('sever,', 'server,') },
  { file: 'fix-all.xml', fix: (text) => text.replaceAll('sever,', 'server,') },
  {
    file: 'fix-all.qemu',
    fix: (text) => text.replace('sever', 'server').replace('web', '"web"'),
  },
];

export function registerFixAllTests(): void {
  for (const { file, fix } of FILES) {
    test(`${file}: fixing all takes what is safe and leaves the rest`, async () => {
      const { document } = await openInEditor(file);
      const before = document.getText();
      await findings(document, 3);
      const whole = new vscode.Range(0, 0, document.lineCount, 0);
      const [action, ...others] = await offeredActions(document, whole, KIND);
      assert.deepEqual(others, []);
      assert.equal(action?.kind?.value, KIND);
      assert.ok(action.edit && (await vscode.workspace.applyEdit(action.edit)));
      assert.equal(document.getText(), fix(before));
      const [left] = await findings(document, 1);
      assert.equal(left && ruleOf(left), 'monitor-on-abstract-socket');
    });

    test(`${file}: one undo takes all of it back`, async () => {
      const { document } = await openInEditor(file);
      const fixed = document.getText();
      await vscode.commands.executeCommand('undo');
      assert.equal(fix(document.getText()), fixed);
      assert.equal(document.isDirty, false, 'the file is as it was saved');
      await findings(document, 3);
    });

    test(`${file}: all is fixed on saving, for those who want that`, async () => {
      const { document } = await openInEditor(file);
      const before = document.getText();
      await fixOnSave({ [KIND]: 'explicit' });
      try {
        const end = document.positionAt(before.length);
        await replaceIn(document, new vscode.Range(end, end), '\n');
        assert.ok(await document.save());
        assert.equal(document.getText(), `${fix(before)}\n`);
        const saved = await vscode.workspace.fs.readFile(fileUri(file));
        assert.equal(Buffer.from(saved).toString(), document.getText());
      } finally {
        await fixOnSave(undefined);
      }
      await vscode.commands.executeCommand('undo');
      assert.equal(document.getText(), `${before}\n`, 'one undo takes the repairs back');
      await vscode.commands.executeCommand('undo');
      assert.equal(document.getText(), before);
      assert.ok(await document.save());
    });
  }

  test('the command for the workspace lists the fixes first, and closing the list changes nothing', async () => {
    const texts = await Promise.all(FILES.map(({ file }) => readText(file)));
    let isDone = false;
    const run = vscode.commands.executeCommand(COMMAND).then(() => {
      isDone = true;
    });
    const deadline = Date.now() + 20_000;
    // There is nothing to close until the list is there.
    while (!isDone && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 200));
      await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    }
    assert.ok(isDone, 'the command is over once its list is closed');
    await run;
    assert.deepEqual(await Promise.all(FILES.map(({ file }) => readText(file))), texts);
  });
}

function fixOnSave(actions: Readonly<Record<string, string>> | undefined): Thenable<void> {
  return vscode.workspace
    .getConfiguration('editor')
    .update('codeActionsOnSave', actions, vscode.ConfigurationTarget.Workspace);
}

async function readText(name: string): Promise<string> {
  return (await vscode.workspace.openTextDocument(fileUri(name))).getText();
}
