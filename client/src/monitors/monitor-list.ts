/** The monitors that the server lists, for the view and all that goes with it. */
import { type Disposable, EventEmitter } from 'vscode';
import type { InventorySource, InventoryState } from '../inventory-source.ts';
import { type ListedMonitor, listMonitors } from './listed-monitor.ts';

export interface MonitorList extends Disposable {
  readonly monitors: () => readonly ListedMonitor[];
  /** Whether the server has listed them, still has to, or does not run. */
  readonly state: () => InventoryState['kind'];
  /** Whether all files of the workspace were looked at. */
  readonly isComplete: () => boolean;
  /** Called when there is something else to show. */
  readonly onDidChange: (listener: () => void) => Disposable;
  /** The monitors as they are now, for whoever is about to act on one. */
  readonly settled: () => Promise<readonly ListedMonitor[]>;
}

export function monitorList(inventory: InventorySource): MonitorList {
  const changes = new EventEmitter<void>();
  let monitors: readonly ListedMonitor[] = [];

  function update(): void {
    const state = inventory.state();
    monitors = state.kind === 'listed' ? listMonitors(state.inventory) : [];
    changes.fire();
  }

  update();
  const listeners = [inventory.onDidChange(update), changes];
  return {
    monitors: () => monitors,
    state: () => inventory.state().kind,
    isComplete: () => {
      const state = inventory.state();
      return state.kind !== 'listed' || state.inventory.isComplete !== false;
    },
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
