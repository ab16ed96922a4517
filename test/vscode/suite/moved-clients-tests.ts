// A small project of a user: a script with a monitor, and its clients in other files. The preferred fix is pressed
// as with the keyboard; then both files and the message say what happened.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { test } from './runner.ts';
import { fileUri, finding, offeredFixes, openInEditor, until } from './workspace.ts';

const RUN = 'clients/run.sh';
const STOP = 'clients/stop.sh';
const CONTROL = 'clients/ctl.py';
const PATH = '${XDG_RUNTIME_DIR:-$HOME}/vm-monitor.sock';

const FILES: Readonly<Record<string, string>> = {
  [RUN]: 'qemu-system-x86_64 -name vm -monitor tcp:127.0.0.1:47654,server,nowait &\n',
  [STOP]: 'echo quit | nc -N localhost 47654\n',
};

export function registerMovedClientsTests(): void {
  test('the preferred fix moves the client in another file along', async () => {
    await writeFiles(FILES);
    try {
      const { document } = await switchAtMonitor();
      const other = await vscode.workspace.openTextDocument(fileUri(STOP));
      assert.equal(
        document.getText(),
        `qemu-system-x86_64 -name vm -monitor "unix:${PATH},server,nowait" &\n`,
      );
      assert.equal(other.getText(), `echo quit | nc -N -U "${PATH}"\n`);
    } finally {
      await removeFiles();
    }
  });

  test('a client that cannot go along is named, and no fix is preferred', async () => {
    await writeFiles({ ...FILES, [CONTROL]: 's.connect(("localhost", 47654))\n' });
    try {
      const editor = await openInEditor(RUN);
      const { range } = await finding(editor.document);
      const title = 'Switch to a UNIX socket and update 1 client (then update ctl.py:1)';
      let [first] = await offeredFixes(editor.document, range);
      // The server learns of new files by events.
      for (let tries = 0; tries < 50 && first?.title !== title; tries++) {
        await new Promise((resolve) => setTimeout(resolve, 200));
        [first] = await offeredFixes(editor.document, range);
      }
      assert.equal(first?.title, title);
      assert.notEqual(first?.isPreferred, true);
      const [told] = first?.command?.arguments ?? [];
      assert.equal(told?.clients.length, 1, 'the message names the client');
      const related = () => {
        const [shown] = vscode.languages.getDiagnostics(editor.document.uri);
        return shown?.relatedInformation?.map(({ location }) => location.uri.toString()) ?? [];
      };
      await until(
        () => related().includes(fileUri(CONTROL).toString()),
        () => `ctl.py among the related places ${related()}`,
      );
    } finally {
      await removeFiles();
    }
  });
}

/** Presses the key for the preferred fix at the monitor, and waits for what it does. */
async function switchAtMonitor(): Promise<vscode.TextEditor> {
  const editor = await openInEditor(RUN);
  const { document } = editor;
  const { range } = await finding(document);
  const [first] = await offeredFixes(document, range);
  assert.equal(first?.title, 'Switch to a UNIX socket and update 1 client');
  editor.selection = new vscode.Selection(range.start, range.start);
  await vscode.commands.executeCommand('editor.action.autoFix');
  await until(
    () => document.getText().includes('unix:'),
    () => `a UNIX socket in ${document.getText()}`,
  );
  return editor;
}

async function writeFiles(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await vscode.workspace.fs.writeFile(fileUri(name), new TextEncoder().encode(text));
  }
}

/** Closes what is open, without saving, and removes the files. */
async function removeFiles(): Promise<void> {
  for (let open = dirty(); open.length > 0; open = dirty()) {
    for (const document of open) {
      await vscode.window.showTextDocument(document);
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    }
  }
  await vscode.workspace.fs.delete(fileUri('clients'), { recursive: true });
}

function dirty(): readonly vscode.TextDocument[] {
  return vscode.workspace.textDocuments.filter(({ isDirty, uri }) => {
    return isDirty && uri.path.includes('/clients/');
  });
}
