/** Lets the user choose and copy a command that connects to a monitor, locally or through ssh. */
import { env, l10n, type QuickPickItem, QuickPickItemKind, window } from 'vscode';
import type { ConnectCommand, InventoryMonitor } from '../inventory/inventory.ts';
import { monitorLabel } from './monitor-labels.ts';
import { throughSsh } from './through-ssh.ts';

interface Choice extends QuickPickItem {
  readonly command?: ConnectCommand;
  readonly isRemote?: boolean;
}

/** Shows every command before copying; a risky one is only shown. */
export async function copyConnectCommand(monitor: InventoryMonitor): Promise<void> {
  const chosen = await window.showQuickPick<Choice>(choicesFor(monitor.connect), {
    title: l10n.t('Copy the command that connects to {0}', monitorLabel(monitor)),
    matchOnDetail: true,
  });
  if (chosen?.command === undefined) return;
  const { command, isRisky } = chosen.command;
  if (isRisky) {
    await window.showWarningMessage(
      l10n.t('Not copied: pasting this would run a command from the script. Check it first.'),
      { modal: true, detail: command },
    );
    return;
  }
  const line = chosen.isRemote ? await onHost(command) : command;
  if (line === undefined) return;
  await env.clipboard.writeText(line);
  window.setStatusBarMessage(l10n.t('Copied to the clipboard'), 3000);
}

function choicesFor(commands: readonly ConnectCommand[]): Choice[] {
  const remote = commands.filter(({ isRisky }) => !isRisky);
  return [
    { label: l10n.t('On the machine that runs QEMU'), kind: QuickPickItemKind.Separator },
    ...commands.map((command) => ({
      label: command.tool,
      detail: command.command,
      command,
      ...(command.isRisky && { description: l10n.t('shown only') }),
    })),
    ...(remote.length > 0
      ? [{ label: l10n.t('From another machine'), kind: QuickPickItemKind.Separator }]
      : []),
    ...remote.map((command) => ({
      label: l10n.t('{0} through ssh', command.tool),
      detail: throughSsh('HOST', command.command),
      command,
      isRemote: true,
    })),
  ];
}

async function onHost(command: string): Promise<string | undefined> {
  const host = await window.showInputBox({
    title: l10n.t('Connect through ssh'),
    prompt: l10n.t('The machine that runs QEMU, as you call it for ssh'),
    placeHolder: 'me@host.example',
    validateInput: (text) =>
      isHost(text) ? undefined : l10n.t('A host name, with a user if needed: me@host.example'),
  });
  return host !== undefined && isHost(host) ? throughSsh(host.trim(), command) : undefined;
}

/** Text that needs no quotes in a shell and is no option of ssh. */
function isHost(text: string): boolean {
  return /^[\w.][\w.@:-]*$/.test(text.trim());
}
