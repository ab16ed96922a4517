/** The client under Node; the server is a process. */
import { type ExtensionContext, Uri, workspace } from 'vscode';
import { LanguageClient, type ServerOptions, TransportKind } from 'vscode-languageclient/node';
import type { CreatedClient } from '../client-context.ts';
import { CLIENT_ID, CLIENT_NAME, clientOptions } from './client-options.ts';

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

const FOLDER = 'compiled';

/**
 * Node's compile cache in the extension's storage, a folder for each version; others are deleted. Ignored
 * before Node 22.1.
 */
function compileCache({ globalStorageUri, extension }: ExtensionContext): string {
  const all = Uri.joinPath(globalStorageUri, FOLDER);
  const own = String(extension.packageJSON.version);
  void forgetOthers(all, own);
  return Uri.joinPath(all, own).fsPath;
}

async function forgetOthers(all: Uri, own: string): Promise<void> {
  try {
    for (const [name] of await workspace.fs.readDirectory(all)) {
      if (name !== own) await workspace.fs.delete(Uri.joinPath(all, name), { recursive: true });
    }
  } catch {
    // None before the first exit; a failed deletion does no harm.
  }
}
