/** How the client talks to the server, wherever that runs. */
import { type ExtensionContext, Uri } from 'vscode';
import { CloseAction, ErrorAction, type LanguageClientOptions } from 'vscode-languageclient';

/** How often a crashed server is started again within `CRASH_WINDOW` milliseconds. */
const MAX_RESTARTS = 4;
const CRASH_WINDOW = 180_000;

export const CLIENT_ID = 'qemuMonitorGuard';
export const CLIENT_NAME = 'Monitor Guard for QEMU';

/** Which documents the server is told of, what it is told of the client, and how often it is started again. */
export function clientOptions({ extensionUri }: ExtensionContext): LanguageClientOptions {
  const crashes: number[] = [];
  return {
    documentSelector: [
      { language: 'shellscript' },
      { language: 'xml' },
      { language: 'qemu-config' },
      { language: 'qemu-args' },
      { pattern: '**/*.{cfg,conf,ini}' },
      { pattern: '**/libvirt/qemu/*.log' },
      { pattern: '**/.qemu-monitor-guard.json' },
    ],
    initializationOptions: {
      // A page that lies on a server for extensions would be shown as plain text.
      ...(!/^https?$/.test(extensionUri.scheme) && {
        rulePages: `${Uri.joinPath(extensionUri, 'docs', 'rules').toString()}/`,
      }),
      commands: ['ignore', 'accept'],
      inventory: true,
      files: true,
      // package.json gives VS Code the schema of the workspace file, by which it checks one that is open.
      jsonSchema: true,
    },
    errorHandler: {
      error: () => ({ action: ErrorAction.Continue }),
      closed: () => {
        const now = Date.now();
        crashes.push(now);
        const recent = crashes.filter((time) => now - time < CRASH_WINDOW);
        if (recent.length <= MAX_RESTARTS) {
          const message =
            'Monitor Guard for QEMU: the server stopped unexpectedly and was started again.';
          return { action: CloseAction.Restart, message };
        }
        const message =
          `Monitor Guard for QEMU: the server stopped ${recent.length} times within three minutes ` +
          'and stays off. Reload the window to start it again; its output channel has the errors.';
        return { action: CloseAction.DoNotRestart, message };
      },
    },
  };
}
