/**
 * Gives a `.cfg`, `.conf` or `.ini` file that is QEMU's the colours of one, once the server says so.
 * Why: docs/decisions/client.md
 */
import { type Disposable, languages, workspace } from 'vscode';
import type { ClientContext } from './client-context.ts';

/** As the server calls it; parameters: `{ uri }`. */
const IS_QEMU_CONFIG = 'qemuMonitorGuard/isQemuConfig';

export function registerConfigLanguage({ client }: ClientContext): Disposable {
  return client.onNotification(IS_QEMU_CONFIG, ({ uri }: { uri: string }) => showAsQemuConfig(uri));
}

async function showAsQemuConfig(uri: string): Promise<void> {
  const document = workspace.textDocuments.find((open) => open.uri.toString() === uri);
  if (document && !document.isClosed) {
    await languages.setTextDocumentLanguage(document, 'qemu-config');
  }
}
