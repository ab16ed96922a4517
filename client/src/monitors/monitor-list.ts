/** The listed monitors, for the view and its commands. */
import { type Disposable, EventEmitter } from 'vscode';
import { ALL_CHECKED, type Inventory } from '../inventory/inventory.ts';
import type { InventorySource } from '../inventory/inventory-source.ts';
import { type ListedMonitor, listMonitors } from './listed-monitor.ts';

/** The list with its state. */
export type MonitorList = ReturnType<typeof monitorList>;

/** The monitors as plain data; empty before the first answer. */
export function monitorList(inventory: InventorySource) {
  const changes = new EventEmitter<void>();
  let monitors: readonly ListedMonitor[] = [];

  function listed(): Inventory | undefined {
    const state = inventory.state();
    return state.kind === 'listed' ? state.inventory : undefined;
  }

  function update(): void {
    const known = listed();
    monitors = known ? listMonitors(known) : [];
    changes.fire();
  }

  update();
  const listeners = [inventory.onDidChange(update), changes];
  return {
    monitors: () => monitors,
    /** Whether listed, pending, not needed, or stopped. */
    state: () => inventory.state().kind,
    isComplete: () => listed()?.isComplete ?? true,
    isRunning: () => inventory.state().kind === 'starting' || listed()?.isRunning === true,
    /** The file limit if it was reached; else null. */
    limit: () => listed()?.limit ?? null,
    /** Files that mention QEMU and are not read. */
    notChecked: () => listed()?.notChecked ?? ALL_CHECKED,
    onDidChange: (listener: () => void): Disposable => changes.event(listener),
    /** The current monitors, for an action on one. */
    settled: async () => {
      await inventory.settled();
      return monitors;
    },
    dispose: () => {
      for (const listener of listeners) listener.dispose();
    },
  };
}
