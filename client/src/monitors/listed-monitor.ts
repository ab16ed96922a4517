/** The monitors of an inventory as a list, with ids that are stable across edits. */
import { AUDIENCES } from '../../../webview/src/map-model.ts';
import {
  type Audience,
  type Inventory,
  type InventoryMachine,
  type InventoryMonitor,
  monitorsOf,
} from '../inventory/inventory.ts';

export interface ListedMonitor {
  /** Made of names, so that a selection survives edits. */
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

/** Whether the network or local users can open a monitor. */
export function isExposed({ monitor: { audience } }: ListedMonitor): boolean {
  return audience === 'network' || audience === 'host';
}

/** Whether it is exposed and not excused. */
export function isOpen(listed: ListedMonitor): boolean {
  return isExposed(listed) && listed.monitor.severity !== undefined;
}

/** The document of its address, else the one that starts it. */
export function uriOf({ machine, monitor }: ListedMonitor): string {
  return monitor.location?.uri ?? machine.uri;
}

/** The monitors by audience, the most open first. */
export function byAudience(
  monitors: readonly ListedMonitor[],
): readonly (readonly [Audience, readonly ListedMonitor[]])[] {
  return AUDIENCES.map(
    (audience) =>
      [audience, monitors.filter(({ monitor }) => monitor.audience === audience)] as const,
  ).filter(([, some]) => some.length > 0);
}

/** The monitors by document, in list order. */
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

/** The most open audience; undefined for none. */
export function worstAudience(monitors: readonly ListedMonitor[]): Audience | undefined {
  return byAudience(monitors)[0]?.[0];
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
