/** What the features of the client share. */
import type { Disposable, ExtensionContext } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { InventorySource } from './inventory/inventory-source.ts';

export interface ClientContext {
  readonly extension: ExtensionContext;
  /** The client itself, for handlers of notifications, which may be registered before the server runs. */
  readonly client: BaseLanguageClient;
  /** The client once its server runs, which it does from then on; undefined for one that could not be started or has been stopped. */
  readonly ready: () => Promise<BaseLanguageClient | undefined>;
  /** Starts the server again, or for the first time, whatever became of it. Never rejects. */
  readonly restart: () => Promise<void>;
  /** The machines and monitors that the server lists, for all who show them. */
  readonly inventory: InventorySource;
}

/** A part of the client: registers what it has to, and takes it back when it is disposed of. */
export type ClientFeature = (context: ClientContext) => Disposable;

/** A client that was not started yet. */
export interface CreatedClient {
  readonly client: BaseLanguageClient;
  /** Ends what the client leaves behind when it is stopped. */
  readonly end: () => void;
}
