/**
 * Tells several features of one notification: a client has one handler for each kind, and the last one that is
 * registered wins.
 */
import { type Disposable, EventEmitter } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';

/** As the server calls it; no parameters. */
const INVENTORY_CHANGED = 'qemuMonitorGuard/inventoryChanged';

const emitters = new WeakMap<BaseLanguageClient, EventEmitter<void>>();

/** Calls the listener whenever the server would tell another inventory than before. */
export function onInventoryChanged(client: BaseLanguageClient, listener: () => void): Disposable {
  const known = emitters.get(client);
  if (known) return known.event(listener);
  const emitter = new EventEmitter<void>();
  emitters.set(client, emitter);
  client.onNotification(INVENTORY_CHANGED, () => emitter.fire());
  return emitter.event(listener);
}
