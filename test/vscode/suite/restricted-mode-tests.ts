// In a folder the user does not trust the extension works all the same: it runs nothing and
// writes nothing, so reading an unknown project with it is exactly what it is for. Whether VS Code
// starts it there at all is seen in the user's session, since it always starts one under development.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { test } from './runner.ts';
import { EXTENSION_ID, finding, findings, openInEditor, preferredFix } from './workspace.ts';

export function registerRestrictedModeTests(): void {
  test('the window is in Restricted Mode', () => {
    assert.equal(vscode.workspace.isTrusted, false);
  });

  for (const file of ['run.sh', 'domain.xml', 'machine.qemu']) {
    test(`${file}: reported and fixed in a folder that is not trusted`, async () => {
      const { document } = await openInEditor(file);
      const { range } = await finding(document);
      assert.equal(document.getText(range), '0.0.0.0');
      assert.equal(vscode.extensions.getExtension(EXTENSION_ID)?.isActive, true);
      const { edit } = await preferredFix(document, range);
      assert.ok(edit && (await vscode.workspace.applyEdit(edit)));
      await findings(document, 0);
    });
  }
}
