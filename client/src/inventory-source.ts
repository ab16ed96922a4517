/**
 * Keeps what the server lists, for all who show it. It asks when the server says that there is something else,
 * and never on its own.
 */
import { type Disposable, EventEmitter } from 'vscode';
import { type BaseLanguageClient, State } from 'vscode-languageclient';
import { INVENTORY, type Inventory } from './inventory.ts';
import { onInventoryChanged } from './inventory-changes.ts';

/** What is known of the monitors at a moment. */
export type InventoryState =
  /** The server is not needed yet: there is nothing that it could list. */
  | { readonly kind: 'idle' }
  /** The server is started, and has not answered yet. */
  | { readonly kind: 'starting' }
  /** The server does not run, and nobody starts it again. */
  | { readonly kind: 'stopped' }
  | { readonly kind: 'listed'; readonly inventory: Inventory };

export interface InventorySource extends Disposable {
  readonly state: () => InventoryState;
  /** Called when the state is another one; not when the server lists the same once more. */
  readonly onDidChange: (listener: () => void) => Disposable;
  /** Asks once more, for whoever is about to act on what is listed. */
  readonly settled: () => Promise<InventoryState>;
}

/** How long changes are gathered, in milliseconds: keys that are pressed one after the other are one change. */
const GATHER_MS = 150;

/** To be made before the client is started. */
export function inventorySource(client: BaseLanguageClient): InventorySource {
  const changes = new EventEmitter<void>();
  let state: InventoryState = { kind: 'idle' };
  let told = '';
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asking: Promise<void> | undefined;
  let isStale = false;
  let hasStarted = false;

  function become(next: InventoryState): void {
    const text = JSON.stringify(next);
    if (text === told) return;
    told = text;
    state = next;
    changes.fire();
  }

  function schedule(): void {
    isStale = true;
    timer ??= setTimeout(() => {
      timer = undefined;
      void refresh();
    }, GATHER_MS);
  }

  /** One question at a time; what changes meanwhile is asked for behind it. */
  function refresh(): Promise<void> {
    asking ??= askUntilFresh().finally(() => {
      asking = undefined;
    });
    return asking;
  }

  async function askUntilFresh(): Promise<void> {
    while (isStale) {
      isStale = false;
      if (client.state === State.Starting && state.kind === 'idle') become({ kind: 'starting' });
      if (client.state === State.Stopped && hasStarted) become({ kind: 'stopped' });
      if (client.state !== State.Running) return;
      try {
        become({ kind: 'listed', inventory: await client.sendRequest<Inventory>(INVENTORY) });
      } catch {
        // A server that dies while it is asked is told of by its state; any other has logged why.
      }
    }
  }

  const listeners = [
    onInventoryChanged(client, schedule),
    client.onDidChangeState(() => {
      hasStarted = true;
      schedule();
    }),
    changes,
  ];
  return {
    state: () => state,
    onDidChange: (listener) => changes.event(listener),
    settled: async () => {
      isStale = true;
      await refresh();
      return state;
    },
    dispose: () => {
      clearTimeout(timer);
      for (const listener of listeners) listener.dispose();
    },
  };
}
