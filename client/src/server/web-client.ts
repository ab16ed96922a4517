/** The client in a browser, as on vscode.dev: the server is a web worker. */
import { type ExtensionContext, Uri } from 'vscode';
import {
  BrowserMessageReader,
  BrowserMessageWriter,
  LanguageClient,
  type MessageTransports,
} from 'vscode-languageclient/browser';
import type { CreatedClient } from '../client-context.ts';
import { CLIENT_ID, CLIENT_NAME, clientOptions } from './client-options.ts';

/** As browsers have it, as far as it is used. */
declare const Worker: new (url: string) => { readonly terminate: () => void };

export async function createClient(context: ExtensionContext): Promise<CreatedClient> {
  const module = Uri.joinPath(context.extensionUri, 'dist', 'server-thread.js').toString(true);
  let worker: InstanceType<typeof Worker> | undefined;
  const start = (): Promise<MessageTransports> => {
    worker?.terminate();
    worker = new Worker(module);
    // VS Code has a class of its own for workers of extensions, which the library would not know.
    const reader = new BrowserMessageReader(worker);
    return Promise.resolve({ reader, writer: new BrowserMessageWriter(worker) });
  };
  const options = await clientOptions(context);
  return {
    client: new LanguageClient(CLIENT_ID, CLIENT_NAME, start, options),
    // A worker does not end by itself as a process does.
    end: () => worker?.terminate(),
  };
}
