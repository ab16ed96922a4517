/** The least extension that starts a language server: what the client library takes to load. */
import { LanguageClient } from 'vscode-languageclient/node';

let client: LanguageClient | undefined;

export async function activate(): Promise<void> {
  client = new LanguageClient('empty', { module: 'nowhere' }, {});
  await client.start();
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}
