// A safe file stays without findings. Silence proves nothing while the server has yet to look, so
// each test adds an exposed monitor, sees that it becomes the only finding, and takes it out again.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { test } from './runner.ts';
import { finding, findings, findingsOn, openInEditor } from './workspace.ts';

interface SafeFile {
  readonly file: string;
  /** The text that the addition goes in front of; the end of the file if it is empty. */
  readonly before: string;
  readonly addition: string;
}

const SAFE_FILES: readonly SafeFile[] = [
  { file: 'safe.sh', before: '', addition: 'qemu-system-x86_64 -qmp tcp:0.0.0.0:4445,server=on\n' },
  {
    file: 'safe.xml',
    before: '  </qemu:commandline>',
    addition: "<qemu:arg value='-qmp'/><qemu:arg value='tcp:0.0.0.0:4445,server=on'/>\n",
  },
  {
    file: 'safe.qemu',
    before: '',
    addition:
      '[chardev "c"]\n  backend = "socket"\n  host = "0.0.0.0"\n  port = "4445"\n  server = "on"\n' +
      '[mon "m"]\n  chardev = "c"\n  mode = "control"\n',
  },
];

export function registerSilenceTests(): void {
  for (const { file, before, addition } of SAFE_FILES) {
    test(`${file}: only what is added to a safe file is reported`, async () => {
      const { document } = await openInEditor(file);
      const original = document.getText();
      const offset = before === '' ? original.length : original.indexOf(before);
      assert.ok(offset >= 0);

      await replace(document, offset, offset, addition);
      const { range } = await finding(document);
      const start = document.offsetAt(range.start);
      assert.ok(start >= offset && start < offset + addition.length, 'it is on the addition');

      await replace(document, offset, offset + addition.length, '');
      await findings(document, 0);
      assert.equal(document.getText(), original);
      assert.deepEqual(findingsOn(document), []);
    });
  }
}

async function replace(
  document: vscode.TextDocument,
  start: number,
  end: number,
  text: string,
): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
  edit.replace(document.uri, range, text);
  assert.ok(await vscode.workspace.applyEdit(edit));
}
