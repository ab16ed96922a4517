/** Starts and stops a client with its features, in every kind of VS Code. */
import { type ExtensionContext, l10n, window } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { CreatedClient } from '../client-context.ts';
import { FEATURES } from '../features.ts';
import { inventorySource } from '../inventory/inventory-source.ts';
import { whenNeeded } from '../when-needed.ts';

/** A client, started or failed. */
export interface RunningClient {
  /** Resolves when stopped. */
  readonly stop: () => Promise<void>;
}

/** Starts the server when needed, without waiting. */
export function runClient(
  extension: ExtensionContext,
  { client, end }: CreatedClient,
): RunningClient {
  let started: Promise<void> | undefined;
  const tell = async (error: unknown): Promise<void> => {
    await window.showErrorMessage(
      l10n.t(
        'Monitor Guard: the server could not be started, so nothing is checked. {0}',
        String(error),
      ),
    );
  };
  const start = (): Promise<void> => {
    started ??= client.start().catch(tell);
    return started;
  };
  const restart = async (): Promise<void> => {
    await started;
    // A server that does not answer the stop is killed.
    if (client.isRunning()) await client.stop().catch(() => undefined);
    started = client.start().catch(tell);
    await started;
  };
  const ready = async (): Promise<BaseLanguageClient | undefined> => {
    await start();
    return client.isRunning() ? client : undefined;
  };
  const inventory = inventorySource(client);
  const context = { extension, client, ready, restart, inventory };
  extension.subscriptions.push(inventory, ...FEATURES.map((register) => register(context)));
  const { documentSelector = [] } = client.clientOptions;
  const selector = client.protocol2CodeConverter.asDocumentSelector(documentSelector);
  extension.subscriptions.push(whenNeeded(selector, () => void start()));
  return {
    stop: async () => {
      await started;
      if (started !== undefined) await client.stop();
      end();
    },
  };
}
