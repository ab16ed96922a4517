/** The monitors of an inventory in a row, each with a name that stays the same while its file is edited. */
import { AUDIENCES } from '../../../webview/src/map-model.ts';
import {
  type Audience,
  type Inventory,
  type InventoryMachine,
  type InventoryMonitor,
  monitorsOf,
} from '../inventory/inventory.ts';

export interface ListedMonitor {
  /** Made of names and not of positions or addresses, so that a selection outlives an edit. */
  readonly id: string;
  readonly machine: InventoryMachine;
  readonly monitor: InventoryMonitor;
}

/** The monitors of all machines, each once, by file and in the order of each file. */
export function listMonitors({ machines }: Inventory): readonly ListedMonitor[] {
  const seen = new Map<string, number>();
  const unique = (id: string): string => {
    const count = (seen.get(id) ?? 0) + 1;
    seen.set(id, count);
    return count === 1 ? id : `${id}~${count}`;
  };
  const inOrder = machines.toSorted((a, b) => compare(a.uri, b.uri));
  const ids = new Map(
    inOrder.map((machine) => [machine, unique(JSON.stringify([machine.uri, machine.name ?? '']))]),
  );
  return monitorsOf(inOrder).map(({ machine, monitor }) => ({
    id: unique(`${ids.get(machine)}/${monitor.name ?? ''}`),
    machine,
    monitor,
  }));
}

/** Whether anyone on the network or on the host can open a monitor. */
export function isExposed({ monitor: { audience } }: ListedMonitor): boolean {
  return audience === 'network' || audience === 'host';
}

/** Whether somebody should look at it: it is exposed, and no comment says why it may stay. */
export function isOpen(listed: ListedMonitor): boolean {
  return isExposed(listed) && listed.monitor.severity !== undefined;
}

/** The document that a monitor is shown with: where its address is written, or else what starts it. */
export function uriOf({ machine, monitor }: ListedMonitor): string {
  return monitor.location?.uri ?? machine.uri;
}

/** The monitors of each audience that has some, the most open first. */
export function byAudience(
  monitors: readonly ListedMonitor[],
): readonly (readonly [Audience, readonly ListedMonitor[]])[] {
  return AUDIENCES.map(
    (audience) =>
      [audience, monitors.filter(({ monitor }) => monitor.audience === audience)] as const,
  ).filter(([, some]) => some.length > 0);
}

/** The monitors of each document, in the order of the list. */
export function byUri(
  monitors: readonly ListedMonitor[],
): readonly (readonly [string, readonly ListedMonitor[]])[] {
  const groups = new Map<string, ListedMonitor[]>();
  for (const one of monitors) {
    const uri = uriOf(one);
    const group = groups.get(uri);
    if (group) group.push(one);
    else groups.set(uri, [one]);
  }
  return [...groups];
}

/** The most open of some monitors; undefined for none. */
export function worstAudience(monitors: readonly ListedMonitor[]): Audience | undefined {
  return byAudience(monitors)[0]?.[0];
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
