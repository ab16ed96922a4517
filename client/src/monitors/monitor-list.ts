/** The monitors that the server lists, for the view and all that goes with it. */
import { type Disposable, EventEmitter } from 'vscode';
import { ALL_CHECKED, type Inventory, type NotChecked } from '../inventory/inventory.ts';
import type { InventorySource, InventoryState } from '../inventory/inventory-source.ts';
import { type ListedMonitor, listMonitors } from './listed-monitor.ts';

export interface MonitorList extends Disposable {
  readonly monitors: () => readonly ListedMonitor[];
  /** Whether the server has listed them, still has to, is not needed, or does not run. */
  readonly state: () => InventoryState['kind'];
  /** Whether all files of the workspace were looked at. */
  readonly isComplete: () => boolean;
  /** Whether files are being looked at just now, so that there will be more. */
  readonly isRunning: () => boolean;
  /** The number of files after which no others were looked into; null where there are no more than that. */
  readonly limit: () => number | null;
  /** What says something of QEMU and is not read. */
  readonly notChecked: () => NotChecked;
  /** Called when there is something else to show. */
  readonly onDidChange: (listener: () => void) => Disposable;
  /** The monitors as they are now, for whoever is about to act on one. */
  readonly settled: () => Promise<readonly ListedMonitor[]>;
}

/** The monitors that the server lists, as plain data; none as long as it has not answered. */
export function monitorList(inventory: InventorySource): MonitorList {
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
    state: () => inventory.state().kind,
    isComplete: () => listed()?.isComplete ?? true,
    isRunning: () => inventory.state().kind === 'starting' || listed()?.isRunning === true,
    limit: () => listed()?.limit ?? null,
    notChecked: () => listed()?.notChecked ?? ALL_CHECKED,
    onDidChange: (listener) => changes.event(listener),
    settled: async () => {
      await inventory.settled();
      return monitors;
    },
    dispose: () => {
      for (const listener of listeners) listener.dispose();
    },
  };
}
