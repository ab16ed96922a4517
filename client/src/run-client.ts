/** Starts a client and its features together, and stops it. The same for every kind of VS Code. */
import { type ExtensionContext, window } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { CreatedClient } from './client-context.ts';
import { FEATURES } from './features.ts';

/** A client that was started, or could not be. */
export interface RunningClient {
  /** Resolves when it is stopped, started or not. */
  readonly stop: () => Promise<void>;
}

/** Does not wait for the server. */
export function runClient(
  extension: ExtensionContext,
  { client, end }: CreatedClient,
): RunningClient {
  let started: Promise<void> = Promise.resolve();
  const ready = async (): Promise<BaseLanguageClient | undefined> => {
    await started;
    return client.isRunning() ? client : undefined;
  };
  const context = { extension, client, ready };
  extension.subscriptions.push(...FEATURES.map((register) => register(context)));
  started = client.start().catch(async (error: unknown) => {
    await window.showErrorMessage(
      `Monitor Guard for QEMU: the server could not be started, so nothing is checked. ${error}`,
    );
  });
  return {
    stop: async () => {
      await started;
      await client.stop();
      end();
    },
  };
}
