/** What the client's features share. */
import type { Disposable, ExtensionContext } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { InventorySource } from './inventory/inventory-source.ts';

export interface ClientContext {
  readonly extension: ExtensionContext;
  /** For notification handlers; may be used before the server runs. */
  readonly client: BaseLanguageClient;
  /** Starts the server if necessary; undefined if it cannot start or was stopped. */
  readonly ready: () => Promise<BaseLanguageClient | undefined>;
  /** Starts or restarts the server. Never rejects. */
  readonly restart: () => Promise<void>;
  /** The listed machines and monitors. */
  readonly inventory: InventorySource;
}

/** Registers a feature; disposing unregisters it. */
export type ClientFeature = (context: ClientContext) => Disposable;

/** A client that is not started yet. */
export interface CreatedClient {
  readonly client: BaseLanguageClient;
  /** Cleans up after the client is stopped. */
  readonly end: () => void;
}
