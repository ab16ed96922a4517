/** Reports which monitors moved to UNIX sockets: in the status bar, or as a warning if something has to follow. */
import { commands, type Disposable, l10n, window } from 'vscode';
import type { Location } from 'vscode-languageclient';
import { placeLabel, toRange, toUri } from '../place.ts';

/** The server's command. */
const COMMAND = 'qemuMonitorGuard.tellMoved';
/** The number of addresses to name. */
const MAX_NAMED = 5;
/** Milliseconds of the status bar message. */
const BRIEFLY = 5_000;

interface MovedMonitors {
  /** The released addresses; empty for the fix that was chosen. */
  readonly addresses: readonly string[];
  /** Places that still use the old address. */
  readonly clients: readonly Location[];
}

/** Of a command without arguments: a chosen fix that no client has to follow. */
const NOTHING_TO_FOLLOW: MovedMonitors = { addresses: [], clients: [] };

/** Registers the command behind fixes that move monitors. */
export function registerTellMoved(): Disposable {
  return commands.registerCommand(COMMAND, (moved = NOTHING_TO_FOLLOW) => {
    const { addresses, clients }: MovedMonitors = moved;
    if (clients.length > 0) {
      // The command does not wait for an answer.
      void tellClients(clients);
      return;
    }
    const named = addresses.slice(0, MAX_NAMED).join(', ');
    const more = addresses.length - MAX_NAMED;
    const message =
      addresses.length === 0
        ? // VS Code saves an edit of several files.
          window.activeTextEditor?.document.isDirty
          ? l10n.t('Switched to a UNIX socket (not saved yet)')
          : l10n.t('Switched to a UNIX socket')
        : more > 0
          ? l10n.t('Switched to UNIX sockets: {0} and {1} more', named, more)
          : l10n.t('Switched to UNIX sockets: {0}', named);
    window.setStatusBarMessage(message, BRIEFLY);
  });
}

/** Says which places still use the old address, and opens the one that is chosen. */
async function tellClients(clients: readonly Location[]): Promise<void> {
  const [first, ...others] = clients;
  if (first === undefined) return;
  const open = l10n.t('Open {0}', placeLabel(first));
  const message =
    others.length === 0
      ? l10n.t(
          '{0} still connects to the old port. Change it to use the socket.',
          placeLabel(first),
        )
      : l10n.t(
          '{0} and {1} more still connect to the old port. Change them to use the socket.',
          ...[placeLabel(first), others.length],
        );
  const showAll = l10n.t('Show All');
  const buttons = others.length === 0 ? [open] : [open, showAll];
  const answer = await window.showWarningMessage(l10n.t('Monitor Guard: {0}', message), ...buttons);
  if (answer === open) await show(first);
  if (answer !== showAll) return;
  const items = clients.map((client) => ({ label: placeLabel(client), client }));
  const title = l10n.t('Still connected to the old port');
  const chosen = await window.showQuickPick(items, { title });
  if (chosen) await show(chosen.client);
}

async function show(place: Location): Promise<void> {
  await window.showTextDocument(toUri(place), { selection: toRange(place) });
}
