/** The client under Node: the server is a process of its own. */
import type { ExtensionContext } from 'vscode';
import { LanguageClient, type ServerOptions, TransportKind } from 'vscode-languageclient/node';
import type { CreatedClient } from '../client-context.ts';
import { CLIENT_ID, CLIENT_NAME, clientOptions } from './client-options.ts';
import { compileCache } from './compile-cache.ts';

export async function createClient(context: ExtensionContext): Promise<CreatedClient> {
  const module = context.asAbsolutePath('dist/server.js');
  const env = { NODE_COMPILE_CACHE: compileCache(context) };
  const serverOptions: ServerOptions = {
    run: { module, transport: TransportKind.ipc, options: { env } },
    debug: {
      module,
      transport: TransportKind.ipc,
      options: { execArgv: ['--inspect=6009'] },
    },
  };
  const options = await clientOptions(context);
  return {
    client: new LanguageClient(CLIENT_ID, CLIENT_NAME, serverOptions, options),
    end: () => undefined,
  };
}
