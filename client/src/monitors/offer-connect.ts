/** Behind the switch to a UNIX socket people need another way in, so the command that connects is offered. */
import { commands, type Disposable, l10n, window } from 'vscode';
import { copyConnectCommand } from './connect-picker.ts';
import { type ListedMonitor, uriOf } from './listed-monitor.ts';
import type { MonitorList } from './monitor-list.ts';

/** What the server calls the command. */
const COMMAND = 'qemuMonitorGuard.offerConnect';

/** As the server has it: where the address stands that was changed. */
interface MovedMonitor {
  readonly uri: string;
  readonly line: number;
}

export function registerOfferConnect(list: MonitorList): Disposable {
  return commands.registerCommand(COMMAND, async (moved: MovedMonitor) => {
    const listed = nearest(await list.settled(), moved);
    if (listed === undefined) return;
    const copy = l10n.t('Copy Connect Command…');
    const message = l10n.t('Monitor Guard: the monitor now listens on a UNIX socket.');
    // Nobody has to answer, and what waits for the fix does not wait for that.
    void window.showInformationMessage(message, copy).then(async (answer) => {
      if (answer === copy) await copyConnectCommand(listed.monitor);
    });
  });
}

/** The monitor on a UNIX socket whose address stands nearest to a line; undefined where nobody can connect to one. */
function nearest(
  monitors: readonly ListedMonitor[],
  { uri, line }: MovedMonitor,
): ListedMonitor | undefined {
  const distance = ({ monitor }: ListedMonitor): number =>
    Math.abs((monitor.location?.range.start.line ?? Number.MAX_SAFE_INTEGER) - line);
  return monitors
    .filter((one) => uriOf(one) === uri && one.monitor.transport === 'unix')
    .filter(({ monitor }) => monitor.connect.length > 0)
    .toSorted((a, b) => distance(a) - distance(b))[0];
}
