/** The client in a browser; the server is a web worker. */
import { type ExtensionContext, Uri } from 'vscode';
import {
  BrowserMessageReader,
  BrowserMessageWriter,
  LanguageClient,
  type MessageTransports,
} from 'vscode-languageclient/browser';
import type { CreatedClient } from '../client-context.ts';
import { CLIENT_ID, CLIENT_NAME, clientOptions } from './client-options.ts';

/** The browser's Worker, as far as used. */
declare const Worker: new (url: string) => { readonly terminate: () => void };

export async function createClient(context: ExtensionContext): Promise<CreatedClient> {
  const module = Uri.joinPath(context.extensionUri, 'dist', 'server-thread.js').toString(true);
  let worker: InstanceType<typeof Worker> | undefined;
  const start = (): Promise<MessageTransports> => {
    worker?.terminate();
    worker = new Worker(module);
    // VS Code's own worker class is unknown to the library.
    const reader = new BrowserMessageReader(worker);
    return Promise.resolve({ reader, writer: new BrowserMessageWriter(worker) });
  };
  const options = await clientOptions(context);
  return {
    client: new LanguageClient(CLIENT_ID, CLIENT_NAME, start, options),
    // A worker must be terminated.
    end: () => worker?.terminate(),
  };
}
