/**
 * Switches `.cfg`, `.conf` and `.ini` documents to `qemu-config` when the server says so.
 * Why: docs/decisions/client.md
 */
import { type Disposable, languages, workspace } from 'vscode';
import type { ClientContext } from './client-context.ts';

/** The server's notification; parameters: `{ uri }`. */
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
