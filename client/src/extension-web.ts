/** The entry point in a browser, as on vscode.dev: the server is a web worker. */
import { type ExtensionContext, Uri } from 'vscode';
import { LanguageClient } from 'vscode-languageclient/browser';
import { CLIENT_ID, CLIENT_NAME, clientOptions } from './client-options.ts';
import { type RunningClient, runClient } from './run-client.ts';

let running: RunningClient | undefined;
let worker: Worker | undefined;

/** Called once, by the first document of a language in `activationEvents` or the first command. */
export function activate(context: ExtensionContext): void {
  const module = Uri.joinPath(context.extensionUri, 'dist', 'server-web.js').toString(true);
  const start = (): Promise<Worker> => {
    worker?.terminate();
    worker = new Worker(module);
    return Promise.resolve(worker);
  };
  const client = new LanguageClient(CLIENT_ID, CLIENT_NAME, start, clientOptions(context));
  running = runClient(context, client);
}

/** Called when the extension is disabled or the window closes. */
export async function deactivate(): Promise<void> {
  await running?.stop();
  running = undefined;
  // A worker does not end by itself as a process does.
  worker?.terminate();
  worker = undefined;
}
