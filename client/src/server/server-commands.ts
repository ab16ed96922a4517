/** Commands to restart the server and show its log. */
import { commands, Disposable } from 'vscode';
import type { ClientContext } from '../client-context.ts';

/** From package.json. */
const RESTART_SERVER = 'qemuMonitorGuard.restartServer';
const SHOW_LOG = 'qemuMonitorGuard.showLog';

export function registerServerCommands({ client, restart }: ClientContext): Disposable {
  return Disposable.from(
    commands.registerCommand(RESTART_SERVER, restart),
    commands.registerCommand(SHOW_LOG, () => client.outputChannel.show()),
  );
}
