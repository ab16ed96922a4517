/** The commands for a server that misbehaves: start it again, and read what it logged. */
import { commands, Disposable } from 'vscode';
import type { ClientContext } from '../client-context.ts';

/** As package.json has them. */
const RESTART_SERVER = 'qemuMonitorGuard.restartServer';
const SHOW_LOG = 'qemuMonitorGuard.showLog';

export function registerServerCommands({ client, restart }: ClientContext): Disposable {
  return Disposable.from(
    commands.registerCommand(RESTART_SERVER, restart),
    commands.registerCommand(SHOW_LOG, () => client.outputChannel.show()),
  );
}
