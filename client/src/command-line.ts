/**
 * The way to the command line: which monitors of running QEMUs are open now, in a terminal that everybody sees, and the
 * review of a workspace as a command for CI.
 * Why: docs/decisions/what-runs-is-asked-for-by-a-person.md
 */
import { commands, Disposable, env, l10n, window, workspace } from 'vscode';
import { checkCommand, quotedWord } from './check-command.ts';
import type { ClientContext } from './client-context.ts';

/** As package.json has them. */
const CHECK_RUNNING = 'qemuMonitorGuard.checkRunning';
const COPY_AS_COMMAND = 'qemuMonitorGuard.copyAsCommand';

export function registerCommandLine({ extension }: ClientContext): Disposable {
  return Disposable.from(
    commands.registerCommand(CHECK_RUNNING, () =>
      checkRunning(extension.asAbsolutePath('dist/running.js')),
    ),
    commands.registerCommand(COPY_AS_COMMAND, copyAsCommand),
  );
}

/** Asks, since it looks beyond the workspace, and runs it where the workspace is. */
async function checkRunning(program: string): Promise<void> {
  if (typeof process !== 'object' || process.platform !== 'linux') {
    await window.showInformationMessage(
      l10n.t('Running QEMUs can be checked on Linux only, where /proc tells of them.'),
    );
    return;
  }
  const run = l10n.t('Run in Terminal');
  const detail = l10n.t(
    'It reads the command line of each running QEMU and which sockets are open, as your user, and changes nothing.',
  );
  const message = l10n.t('Check which monitors of running QEMUs are open now?');
  const answer = await window.showInformationMessage(message, { modal: true, detail }, run);
  if (answer !== run) return;
  const terminal = window.createTerminal({ name: l10n.t('Running QEMUs') });
  terminal.show();
  // The editor's own Node, so that none has to be installed.
  const words = [process.execPath, program].map(quotedWord);
  terminal.sendText(`ELECTRON_RUN_AS_NODE=1 ${words.join(' ')}`);
}

async function copyAsCommand(): Promise<void> {
  const section = workspace.getConfiguration('qemuMonitorGuard');
  const folders = (workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath);
  await env.clipboard.writeText(checkCommand(section, folders));
  window.setStatusBarMessage(l10n.t('The command is on the clipboard'), SHOWN);
}

/** How long a message stays, in milliseconds. */
const SHOWN = 5000;
