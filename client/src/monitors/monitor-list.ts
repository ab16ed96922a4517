/** The monitors that the server lists, for the view and all that goes with it. */
import { type Disposable, EventEmitter } from 'vscode';
import { ALL_CHECKED, type Inventory } from '../inventory/inventory.ts';
import type { InventorySource } from '../inventory/inventory-source.ts';
import { type ListedMonitor, listMonitors } from './listed-monitor.ts';

/** The monitors that the server lists, and what is known of how many there are. */
export type MonitorList = ReturnType<typeof monitorList>;

/** The monitors that the server lists, as plain data; none as long as it has not answered. */
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
    /** Whether the server has listed them, still has to, is not needed, or does not run. */
    state: () => inventory.state().kind,
    /** Whether all files of the workspace were looked at. */
    isComplete: () => listed()?.isComplete ?? true,
    /** Whether files are being looked at just now, so that there will be more. */
    isRunning: () => inventory.state().kind === 'starting' || listed()?.isRunning === true,
    /** The number of files after which no others were looked into; null where there are no more than that. */
    limit: () => listed()?.limit ?? null,
    /** What says something of QEMU and is not read. */
    notChecked: () => listed()?.notChecked ?? ALL_CHECKED,
    /** Called when there is something else to show. */
    onDidChange: (listener: () => void): Disposable => changes.event(listener),
    /** The monitors as they are now, for whoever is about to act on one. */
    settled: async () => {
      await inventory.settled();
      return monitors;
    },
    dispose: () => {
      for (const listener of listeners) listener.dispose();
    },
  };
}
