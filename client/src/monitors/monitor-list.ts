/** The monitors that the server lists, with what is found about each, for the view and all that goes with it. */
import { type Disposable, EventEmitter, languages } from 'vscode';
import type { InventorySource, InventoryState } from '../inventory-source.ts';
import { type ListedMonitor, listMonitors, uriOf } from './listed-monitor.ts';
import { findingAbout } from './place.ts';

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
  let told = '';

  function update(): void {
    const state = inventory.state();
    monitors = state.kind === 'listed' ? listMonitors(state.inventory, findingAbout) : [];
    const text = JSON.stringify([state.kind, isComplete(), monitors]);
    if (text === told) return;
    told = text;
    changes.fire();
  }

  function isComplete(): boolean {
    const state = inventory.state();
    return state.kind !== 'listed' || state.inventory.isComplete !== false;
  }

  const listeners = [
    inventory.onDidChange(update),
    languages.onDidChangeDiagnostics(({ uris }) => {
      const changed = new Set(uris.map(String));
      if (monitors.some((listed) => changed.has(uriOf(listed)))) update();
    }),
    changes,
  ];
  return {
    monitors: () => monitors,
    state: () => inventory.state().kind,
    isComplete,
    onDidChange: (listener) => changes.event(listener),
    settled: async () => {
      await inventory.settled();
      update();
      return monitors;
    },
    dispose: () => {
      for (const listener of listeners) listener.dispose();
    },
  };
}
