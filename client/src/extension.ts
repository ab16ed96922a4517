/**
 * Starts the language server when a document of ours is opened or a command is called, and stops it with the
 * extension.
 */
import { type ExtensionContext, l10n, languages, Uri, window, workspace } from 'vscode';
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  type LanguageClientOptions,
  type ServerOptions,
  TransportKind,
} from 'vscode-languageclient/node';
import { registerFixWorkspace } from './fix-workspace.ts';
import { registerIgnore } from './ignore.ts';

/** How often a crashed server is started again within `CRASH_WINDOW` milliseconds. */
const MAX_RESTARTS = 4;
const CRASH_WINDOW = 180_000;

let client: LanguageClient | undefined;
let started: Promise<void> = Promise.resolve();

/**
 * Called once, by the first document of a language in `activationEvents` or the first command; does not wait
 * for the server.
 */
export function activate(context: ExtensionContext): void {
  const module = context.asAbsolutePath('dist/server.cjs');
  const serverOptions: ServerOptions = {
    run: { module, transport: TransportKind.ipc },
    debug: { module, transport: TransportKind.ipc, options: { execArgv: ['--inspect=6009'] } },
  };
  client = new LanguageClient('qemuMonitorGuard', 'Monitor Guard for QEMU', serverOptions, {
    ...clientOptions(),
    initializationOptions: {
      rulePages: `${Uri.joinPath(context.extensionUri, 'docs', 'rules').toString()}/`,
      commands: ['ignore'],
      // Undefined in English, and in languages that we do not have.
      l10n: l10n.bundle,
    },
  });
  context.subscriptions.push(
    registerFixWorkspace(runningClient),
    registerIgnore(),
    client.onNotification('qemuMonitorGuard/isQemuConfig', ({ uri }: { uri: string }) =>
      showAsQemuConfig(uri),
    ),
  );
  started = client.start().catch(async (error: unknown) => {
    await window.showErrorMessage(
      l10n.t(
        'Monitor Guard for QEMU: the server could not be started, so nothing is checked. {0}',
        String(error),
      ),
    );
  });
}

/** Called when the extension is disabled or the window closes. */
export async function deactivate(): Promise<void> {
  await started;
  await client?.stop();
  client = undefined;
}

/** The client once its server runs; undefined for one that could not be started or has been stopped. */
async function runningClient(): Promise<LanguageClient | undefined> {
  await started;
  return client?.isRunning() ? client : undefined;
}

function clientOptions(): LanguageClientOptions {
  const crashes: number[] = [];
  return {
    documentSelector: [
      { language: 'shellscript' },
      { language: 'xml' },
      { language: 'qemu-config' },
      { language: 'qemu-args' },
      { pattern: '**/*.{cfg,conf,ini}' },
      { pattern: '**/libvirt/qemu/*.log' },
    ],
    errorHandler: {
      error: () => ({ action: ErrorAction.Continue }),
      closed: () => {
        const now = Date.now();
        crashes.push(now);
        const recent = crashes.filter((time) => now - time < CRASH_WINDOW);
        if (recent.length <= MAX_RESTARTS) {
          const message = l10n.t(
            'Monitor Guard for QEMU: the server stopped unexpectedly and was started again.',
          );
          return { action: CloseAction.Restart, message };
        }
        const message = l10n.t(
          'Monitor Guard for QEMU: the server stopped {0} times within three minutes and stays off. Reload the window to start it again; its output channel has the errors.',
          recent.length,
        );
        return { action: CloseAction.DoNotRestart, message };
      },
    },
  };
}

/** Gives a `.cfg`, `.conf` or `.ini` file that is QEMU's the colours of one. */
async function showAsQemuConfig(uri: string): Promise<void> {
  const document = workspace.textDocuments.find((open) => open.uri.toString() === uri);
  if (document && !document.isClosed) {
    await languages.setTextDocumentLanguage(document, 'qemu-config');
  }
}
