// What happens over the time of a session: a monitor is typed, a setting changes, the language
// server is started anew.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { test } from './runner.ts';
import { finding, findings, openInEditor, ruleOf } from './workspace.ts';

const TYPED: readonly { readonly file: string; readonly text: string }[] = [
  { file: 'typed.sh', text: 'qemu-system-x86_64 -monitor telnet:0.0.0.0:4444,server,nowait' },
  {
    file: 'typed.xml',
    text:
      "<domain type='kvm' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'><name>t</name>" +
      "<qemu:commandline><qemu:arg value='-qmp'/><qemu:arg value='tcp:0.0.0.0:4444,server=on'/>" +
      '</qemu:commandline></domain>',
  },
  {
    file: 'typed.qemu',
    text:
      '[chardev "c"]\n backend = "socket"\n host = "0.0.0.0"\n port = "1"\n server = "on"\n' +
      '[mon "m"]\n chardev = "c"\n',
  },
];

export function registerSessionTests(): void {
  for (const { file, text } of TYPED) {
    test(`${file}: a monitor is reported while it is typed, character by character`, async () => {
      const editor = await openInEditor(file);
      const { document } = editor;
      for (const character of text) {
        const end = document.positionAt(document.getText().length);
        assert.ok(await editor.edit((edit) => edit.insert(end, character)));
      }
      const diagnostic = await finding(document);
      assert.equal(document.getText(diagnostic.range), '0.0.0.0');
      assert.equal(ruleOf(diagnostic), 'monitor-on-network');
    });
  }

  test('switching a rule off takes its findings away, switching it on brings them back', async () => {
    const { document } = await openInEditor('settings.sh');
    await finding(document);
    const severity = vscode.workspace.getConfiguration('qemuMonitorGuard.severity');
    const workspace = vscode.ConfigurationTarget.Workspace;
    await severity.update('monitor-on-network', 'off', workspace);
    await findings(document, 0);
    await severity.update('monitor-on-network', 'hint', workspace);
    const hint = await finding(document);
    assert.equal(hint.severity, vscode.DiagnosticSeverity.Hint);
    await severity.update('monitor-on-network', undefined, workspace);
    const { severity: usual } = await finding(document);
    assert.equal(usual, vscode.DiagnosticSeverity.Error);
  });
}
