/**
 * Keeps the server's list of monitors for the view, report and map. Asks only when the server announces a
 * change.
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

/** What is known of the monitors now. */
export type InventoryState =
  /** The server is not needed yet. */
  | { readonly kind: 'idle' }
  /** The server is starting and has not answered yet. */
  | { readonly kind: 'starting' }
  /** The server has stopped for good. */
  | { readonly kind: 'stopped' }
  | { readonly kind: 'listed'; readonly inventory: Inventory };

/** The list, kept while the extension runs, with change events. */
export interface InventorySource extends Disposable {
  readonly state: () => InventoryState;
  /** Fires when the state changes, not when the same list arrives again. */
  readonly onDidChange: (listener: () => void) => Disposable;
  /** Asks again, for an action on a listed monitor. */
  readonly settled: () => Promise<InventoryState>;
}

/** Collects changes for so many milliseconds; consecutive keys are one change. */
const GATHER_MS = 150;

/**
 * To be made before the client starts. It must be the only one to ask, since the server sends each change
 * once.
 */
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

  /** One request at a time; changes meanwhile cause another. */
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
        // A server that dies is visible in its state; other errors are logged.
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
      // A round that has sent its last request does not see later changes.
      while (isStale) await refresh();
      return state;
    },
    dispose: () => {
      clearTimeout(timer);
      for (const listener of listeners) listener.dispose();
    },
  };
}
