// A fix that needs more than it can know: VS Code applies it as a snippet, whose tab stops lead from one thing
// to fill in to the next, and leaves every line where it was.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { test } from './runner.ts';
import { finding, findings, openInEditor, quickFixTitled } from './workspace.ts';

const TITLE = 'Require TLS and an authorized client';

export function registerFillInTests(): void {
  for (const file of ['ignored.sh', 'ignored.xml', 'tls.qemu']) {
    test(`${file}: a fix with something to fill in leads through it`, async () => {
      const editor = await openInEditor(file);
      const { document } = editor;
      const before = document.getText();
      const { range } = await finding(document);
      const { edit } = await quickFixTitled(document, range, TITLE);
      assert.ok(edit && (await vscode.workspace.applyEdit(edit)));
      const plain = document.getText();
      const directory = selected(editor);
      await type('/srv/pki');
      await vscode.commands.executeCommand('jumpToNextSnippetPlaceholder');
      const identity = selected(editor);
      await type('CN=operator');
      await vscode.commands.executeCommand('jumpToNextSnippetPlaceholder');
      assert.deepEqual([directory, identity], ['/etc/pki/qemu', 'CN=client']);
      assert.equal(
        document.getText(),
        plain.replace('/etc/pki/qemu', '/srv/pki').replace('CN=client', 'CN=operator'),
      );
      await findings(document, 0);

      const indentations = plain.split('\n').map((line) => /^[ \t]*/.exec(line)?.[0]);
      const known = new Set(before.split('\n').map((line) => /^[ \t]*/.exec(line)?.[0]));
      assert.deepEqual(
        indentations.filter((indentation) => !known.has(indentation)),
        [],
        'new lines are indented like those that were there',
      );
      await vscode.commands.executeCommand('workbench.action.files.revert');
      assert.equal(document.getText(), before);
    });
  }
}

function selected({ document, selection }: vscode.TextEditor): string {
  return document.getText(selection);
}

function type(text: string): Thenable<void> {
  return vscode.commands.executeCommand('type', { text });
}
