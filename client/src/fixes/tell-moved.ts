/** Says after a fix which monitors have moved to UNIX sockets. */
import { commands, type Disposable, l10n, window } from 'vscode';

/** What the server calls the command. */
const COMMAND = 'qemuMonitorGuard.tellMoved';
/** How many addresses are named. */
const MAX_NAMED = 5;
/** How long the status bar says what whoever pressed the fix sees in the editor as well, in milliseconds. */
const BRIEFLY = 5_000;

/** As the server has it: the addresses that were given up, or none where it is the one whose fix was pressed. */
interface MovedMonitors {
  readonly addresses: readonly string[];
}

/** Registers the command behind the fixes of the server that move monitors. Nobody has to answer what it says. */
export function registerTellMoved(): Disposable {
  return commands.registerCommand(COMMAND, ({ addresses }: MovedMonitors) => {
    if (addresses.length === 0) {
      window.setStatusBarMessage(l10n.t('Switched to a UNIX socket (not saved yet)'), BRIEFLY);
      return;
    }
    const named = addresses.slice(0, MAX_NAMED).join(', ');
    const message =
      addresses.length > MAX_NAMED
        ? l10n.t(
            'Monitor Guard switched monitors to UNIX sockets: {0} and {1} more. Anything else that used these ports must now use the sockets.',
            ...[named, addresses.length - MAX_NAMED],
          )
        : l10n.t(
            'Monitor Guard switched to UNIX sockets: {0}. Anything else that used these ports must now use the sockets.',
            named,
          );
    void window.showInformationMessage(message);
  });
}
