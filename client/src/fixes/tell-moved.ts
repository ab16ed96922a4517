/** Reports which monitors moved to UNIX sockets. */
import { commands, type Disposable, l10n, window } from 'vscode';

/** The server's command. */
const COMMAND = 'qemuMonitorGuard.tellMoved';
/** The number of addresses to name. */
const MAX_NAMED = 5;
/** Milliseconds of the status bar message for a fix the user just chose. */
const BRIEFLY = 5_000;

/** The released addresses; empty for the fix that was chosen. */
interface MovedMonitors {
  readonly addresses: readonly string[];
}

/** Registers the command behind fixes that move monitors. The message needs no answer. */
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
