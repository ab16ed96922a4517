/** Machines and monitors as the server lists them, for tests of what the client makes of them. */
import {
  ALL_CHECKED,
  type Inventory,
  type InventoryMachine,
  type InventoryMonitor,
} from '../../client/src/inventory/inventory.ts';

/** A line of a file, all of it in its first column. */
export function lineOf(uri: string, line: number): NonNullable<InventoryMonitor['location']> {
  return { uri, range: { start: { line, character: 0 }, end: { line, character: 4 } } };
}

let made = 0;

/** A monitor like the default one and none that was made before, except for what is said. */
export function monitorWith(some: Partial<InventoryMonitor> = {}): InventoryMonitor {
  return {
    key: String(++made),
    mode: 'hmp',
    name: 'compat_monitor0',
    transport: 'vc',
    address: '',
    audience: 'user',
    made: 'asked',
    sharedWithGuest: false,
    evidence: [],
    connect: [],
    ...some,
  };
}

/** A machine of one file. */
export function machineWith(
  uri: string,
  name: string | undefined,
  monitors: readonly InventoryMonitor[],
): InventoryMachine {
  return { ...(name !== undefined && { name }), program: 'system', uri, monitors, chardevs: [] };
}

export function inventoryOf(...machines: readonly InventoryMachine[]): Inventory {
  return { machines, isComplete: true, isRunning: false, limit: null, notChecked: ALL_CHECKED };
}
