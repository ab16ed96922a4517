// A finding that may stay: the last quick fix asks why, and writes the answer into a comment. The box that
// asks is answered by the test; scripts/session/user-session.mjs types into the real one.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { test } from './runner.ts';
import { finding, findings, openInEditor, quickFixTitled, replaceIn, ruleOf } from './workspace.ts';

const TITLE = 'Ignore monitor-on-network here…';

export function registerIgnoreTests(): void {
  test('ignored.sh: closing the box that asks for a reason changes nothing', async () => {
    const { document } = await openInEditor('ignored.sh');
    const before = document.getText();
    await ignore(document, TITLE, undefined);
    assert.equal(document.getText(), before);
    assert.equal(ruleOf(await finding(document)), 'monitor-on-network');
  });

  test('ignored.sh: a blank is no reason', async () => {
    const { document } = await openInEditor('ignored.sh');
    const asked = await ignore(document, TITLE, ' ');
    assert.equal(document.isDirty, false);
    assert.equal(await asked.validateInput?.(' '), 'A reason is required');
    assert.equal(await asked.validateInput?.('lab'), undefined);
  });

  test('ignored.sh: the reason goes into a comment above the command, and one undo takes it back', async () => {
    const { document } = await openInEditor('ignored.sh');
    const before = document.getText();
    await ignore(document, TITLE, ' no way out of the lab\n(see the wiki) ');
    const comment =
      '\t# qemu-monitor-guard: ignore[monitor-on-network] no way out of the lab (see the wiki)\n';
    assert.equal(document.getText(), before.replace('\tqemu', `${comment}\tqemu`));
    await findings(document, 0);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), before);
    await finding(document);
  });

  test('ignored.sh: a comment without a reason is asked for one', async () => {
    const editor = await openInEditor('ignored.sh');
    const { document } = editor;
    const comment = '# qemu-monitor-guard: ignore[monitor-on-network]\n';
    await replaceIn(document, new vscode.Range(2, 0, 2, 0), comment);
    await findings(document, 2);
    await ignore(document, 'Add a reason…', 'lab', 'suppression-malformed');
    assert.equal(document.lineAt(2).text, `${comment.trimEnd()} lab`);
    await findings(document, 0);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  test('ignored.xml: a reason does not end the comment of XML', async () => {
    const { document } = await openInEditor('ignored.xml');
    const before = document.getText();
    await ignore(document, TITLE, 'lab --- see --> the wiki-');
    const comment =
      '<!-- qemu-monitor-guard: ignore[monitor-on-network] lab - - - see - -> the wiki- -->';
    const element = "<qemu:arg value='tcp";
    assert.equal(document.getText(), before.replace(element, `${comment}\n    ${element}`));
    await findings(document, 0);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });
}

/** Takes the action of a finding, and answers the question for the reason; says what was asked. */
export async function ignore(
  document: vscode.TextDocument,
  title: string,
  answer: string | undefined,
  rule = 'monitor-on-network',
): Promise<vscode.InputBoxOptions> {
  const all = vscode.languages.getDiagnostics(document.uri);
  await findings(document, all.length);
  const diagnostic = all.find((one) => ruleOf(one) === rule) ?? (await finding(document));
  const { command } = await quickFixTitled(document, diagnostic.range, title);
  assert.ok(command, 'the action has a command');
  return answering(answer, () =>
    vscode.commands.executeCommand(command.command, ...(command.arguments ?? [])),
  );
}

/** Does something that asks for a reason, which the test answers; says what was asked. */
export async function answering(
  answer: string | undefined,
  act: () => Thenable<unknown>,
): Promise<vscode.InputBoxOptions> {
  const { showInputBox } = vscode.window;
  let asked: vscode.InputBoxOptions | undefined;
  // The extension under test and its tests are one extension to VS Code, and share this object.
  vscode.window.showInputBox = async (options?: vscode.InputBoxOptions) => {
    asked = options;
    return answer;
  };
  try {
    await act();
  } finally {
    vscode.window.showInputBox = showInputBox;
  }
  assert.ok(asked, 'a reason was asked for');
  return asked;
}
