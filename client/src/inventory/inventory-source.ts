/**
 * Keeps what the server lists, for all who show it. It asks when the server says that there is something else,
 * and never on its own.
 * Why: docs/decisions/diagnostics.md
 */
import { type Disposable, EventEmitter } from 'vscode';
import { type BaseLanguageClient, State } from 'vscode-languageclient';
import {
  INVENTORY,
  INVENTORY_CHANGED,
  type Inventory,
  type InventoryAnswer,
  type InventoryParams,
} from './inventory.ts';
import { knownInventory } from './known-inventory.ts';

/** What is known of the monitors at a moment. */
export type InventoryState =
  /** The server is not needed yet: there is nothing that it could list. */
  | { readonly kind: 'idle' }
  /** The server is started, and has not answered yet. */
  | { readonly kind: 'starting' }
  /** The server does not run, and nobody starts it again. */
  | { readonly kind: 'stopped' }
  | { readonly kind: 'listed'; readonly inventory: Inventory };

/** What the server lists, kept as long as the extension runs, and who is told when it is something else. */
export interface InventorySource extends Disposable {
  readonly state: () => InventoryState;
  /** Called when the state is another one; not when the server lists the same once more. */
  readonly onDidChange: (listener: () => void) => Disposable;
  /** Asks once more, for whoever is about to act on what is listed. */
  readonly settled: () => Promise<InventoryState>;
}

/** How long changes are gathered, in milliseconds: keys that are pressed one after the other are one change. */
const GATHER_MS = 150;

/** To be made before the client is started. Nobody else asks the server for it, which tells each answer once. */
export function inventorySource(client: BaseLanguageClient): InventorySource {
  const changes = new EventEmitter<void>();
  let state: InventoryState = { kind: 'idle' };
  const known = knownInventory();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asking: Promise<void> | undefined;
  let isStale = false;
  let hasStarted = false;

  function become(next: InventoryState): void {
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
      const isEnded = hasStarted && client.state === State.Stopped;
      if ((isEnded || client.state === State.StartFailed) && state.kind !== 'stopped') {
        become({ kind: 'stopped' });
      }
      if (client.state !== State.Running) return;
      try {
        const params: InventoryParams = { state: known.state() };
        const isOther = known.take(await client.sendRequest<InventoryAnswer>(INVENTORY, params));
        if (isOther || state.kind !== 'listed') {
          become({ kind: 'listed', inventory: known.inventory() });
        }
      } catch {
        // A server that dies while it is asked is told of by its state; any other has logged why.
      }
    }
  }

  const listeners = [
    client.onNotification(INVENTORY_CHANGED, schedule),
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
      // A round that has just asked its last question, and has not ended yet, does not see that there is one more.
      while (isStale) await refresh();
      return state;
    },
    dispose: () => {
      clearTimeout(timer);
      for (const listener of listeners) listener.dispose();
    },
  };
}
