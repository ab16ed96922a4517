/** The entry point under Node: the server is a process of its own. */
import type { ExtensionContext } from 'vscode';
import { LanguageClient, type ServerOptions, TransportKind } from 'vscode-languageclient/node';
import { CLIENT_ID, CLIENT_NAME, clientOptions } from './client-options.ts';
import { type RunningClient, runClient } from './run-client.ts';

let running: RunningClient | undefined;

/** Called once, by the first document of a language in `activationEvents` or the first command. */
export function activate(context: ExtensionContext): void {
  const module = context.asAbsolutePath('dist/server.cjs');
  const serverOptions: ServerOptions = {
    run: { module, transport: TransportKind.ipc },
    debug: { module, transport: TransportKind.ipc, options: { execArgv: ['--inspect=6009'] } },
  };
  const client = new LanguageClient(CLIENT_ID, CLIENT_NAME, serverOptions, clientOptions(context));
  running = runClient(context, client);
}

/** Called when the extension is disabled or the window closes. */
export async function deactivate(): Promise<void> {
  await running?.stop();
  running = undefined;
}
