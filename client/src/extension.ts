/** The entry point for every kind of VS Code; loads only what the current one supports. */
import type { ExtensionContext } from 'vscode';
import { type RunningClient, runClient } from './server/run-client.ts';

let running: RunningClient | undefined;

/** Called once: at window start, for a document of a language, or for a command. */
export async function activate(context: ExtensionContext): Promise<void> {
  const isNode = typeof process === 'object' && process.versions?.node !== undefined;
  const { createClient } = await (isNode
    ? import('./server/node-client.ts')
    : import('./server/web-client.ts'));
  running = runClient(context, await createClient(context));
}

/** Called when the extension is disabled or the window closes. */
export async function deactivate(): Promise<void> {
  await running?.stop();
  running = undefined;
}
