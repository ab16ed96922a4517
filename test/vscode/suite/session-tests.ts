// What happens over the time of a session: a monitor is typed, a setting changes, the language
// server dies.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as vscode from 'vscode';
import { test } from './runner.ts';
import {
  finding,
  findings,
  findingsOn,
  openInEditor,
  replaceIn,
  ruleOf,
  until,
} from './workspace.ts';

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

const LATER = 'qemu-system-x86_64 -qmp tcp:0.0.0.0:4446,server=on\n';

export function registerSessionTests(): void {
  for (const { file, text } of TYPED) {
    test(`${file}: a monitor is reported while it is typed, character by character`, async () => {
      const editor = await openInEditor(file);
      const { document } = editor;
      for (const character of text) {
        const end = document.positionAt(document.getText().length);
        await replaceIn(document, new vscode.Range(end, end), character);
      }
      // While the last characters are on their way, what is half-typed may be the one finding.
      const isShown = () =>
        findingsOn(document).some(({ range }) => document.getText(range) === '0.0.0.0');
      await until(isShown, () => `a finding on 0.0.0.0 in ${file}`);
      const diagnostic = await finding(document);
      assert.equal(document.getText(diagnostic.range), '0.0.0.0');
      assert.equal(ruleOf(diagnostic), 'monitor-on-network');
    });
  }

  test('a .cfg file that is a QEMU config file becomes one', async () => {
    const { document } = await openInEditor('by-content.cfg');
    await finding(document);
    await until(
      () => document.languageId === 'qemu-config',
      () => `the language qemu-config, not ${document.languageId}`,
    );
  });

  test('a .cfg file of another program keeps its language and stays silent', async () => {
    // Opened first and looked at last: by then the server has answered for the other one.
    const { document } = await openInEditor('not-ours.cfg');
    const { languageId } = document;
    const { document: ours } = await openInEditor('settings.sh');
    await finding(ours);
    assert.equal(document.languageId, languageId);
    assert.notEqual(languageId, 'qemu-config');
    assert.deepEqual(findingsOn(document), []);
  });

  test('a script that was never saved is reported', async () => {
    const content = '#!/bin/sh\nqemu-system-x86_64 -qmp tcp:0.0.0.0:4445,server=on\n';
    const document = await vscode.workspace.openTextDocument({ language: 'shellscript', content });
    await vscode.window.showTextDocument(document);
    assert.ok(document.isUntitled);
    assert.equal(document.getText((await finding(document)).range), '0.0.0.0');
    // Nothing unsaved may hold up the window when the tests are over.
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  test('the severity of a rule can be set, and off takes its findings away', async () => {
    const { document } = await openInEditor('settings.sh');
    await severityBecomes(document, vscode.DiagnosticSeverity.Error);
    await setSeverity('off');
    await findings(document, 0);
    await setSeverity('hint');
    await severityBecomes(document, vscode.DiagnosticSeverity.Hint);
    await setSeverity(undefined);
    await severityBecomes(document, vscode.DiagnosticSeverity.Error);
  });

  // Windows has no ps to find the server with.
  if (process.platform === 'win32') return;

  test('a language server that dies is started again and goes on reporting', async () => {
    const editor = await openInEditor('settings.sh');
    await finding(editor.document);
    const before = serverProcesses();
    assert.equal(before.length, 1, 'one language server runs');
    for (const pid of before) process.kill(pid, 'SIGKILL');
    const added = 'qemu-system-x86_64 -qmp tcp:0.0.0.0:4445,server=on\n';
    const end = editor.document.positionAt(editor.document.getText().length);
    await replaceIn(editor.document, new vscode.Range(end, end), added);
    await findings(editor.document, 2);
    assert.notDeepEqual(serverProcesses(), before);
  });

  test('Restart Server ends the server and starts another, which goes on reporting', async () => {
    const { document } = await openInEditor('settings.sh');
    await findings(document, 2);
    const [before] = serverProcesses();
    await vscode.commands.executeCommand('qemuMonitorGuard.restartServer');
    await until(
      () => serverProcesses().length === 1 && serverProcesses()[0] !== before,
      () => `another server than ${before}, not ${serverProcesses()}`,
    );
    const end = document.positionAt(document.getText().length);
    await replaceIn(document, new vscode.Range(end, end), LATER);
    await findings(document, 3);
    await vscode.commands.executeCommand('qemuMonitorGuard.showLog');
  });
}

function setSeverity(severity: string | undefined): Thenable<void> {
  return vscode.workspace
    .getConfiguration('qemuMonitorGuard')
    .update(
      'rules',
      severity && { 'monitor-on-network': severity },
      vscode.ConfigurationTarget.Workspace,
    );
}

function severityBecomes(
  document: vscode.TextDocument,
  wanted: vscode.DiagnosticSeverity,
): Promise<void> {
  const present = () => findingsOn(document).map((it) => vscode.DiagnosticSeverity[it.severity]);
  const name = vscode.DiagnosticSeverity[wanted];
  return until(
    () => present().join() === name,
    () => `the severity ${name}, not ${present().join()}`,
  );
}

/** The ids of the language servers that this extension host has started. */
function serverProcesses(): number[] {
  // An argument vector of our own children only: other editors may run the same server.
  const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' });
  return table
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .filter((row) => Number(row?.[2]) === process.pid && row?.[3]?.includes('dist/server.js'))
    .map((row) => Number(row?.[1]));
}
