/**
 * Tells the client which machines and monitors there are, for views of them. What is told is plain data with
 * locations; the client is told when there is something else, and asks for it when it wants to.
 */
import type { Location } from 'vscode-languageserver';
import type { ChardevRecord } from '../service/chardev-records.ts';
import { inventoryOf, type MachineRecord, type MonitorRecord } from '../service/inventory.ts';
import type { FilePlace } from '../text/file-set.ts';
import type { ServerContext, ServerFeature } from './context.ts';
import type { FindDocument } from './convert.ts';
import { toRange } from './positions.ts';

/** The request; no parameters, result: `Inventory`. */
export const INVENTORY = 'qemuMonitorGuard/inventory';
/** The notification that another inventory would be told now; no parameters. */
export const INVENTORY_CHANGED = 'qemuMonitorGuard/inventoryChanged';

export interface Inventory {
  readonly machines: readonly InventoryMachine[];
}

/** A `MachineRecord` with locations. */
export interface InventoryMachine extends Pick<MachineRecord, 'name' | 'program'> {
  /** The document that starts it. */
  readonly uri: string;
  readonly location: Location | undefined;
  readonly monitors: readonly InventoryMonitor[];
  readonly chardevs: readonly InventoryChardev[];
}

/** A `ChardevRecord` with a location. */
export interface InventoryChardev extends Omit<ChardevRecord, 'at'> {
  readonly location: Location | undefined;
}

/** A `MonitorRecord` with locations. */
export interface InventoryMonitor extends Omit<MonitorRecord, 'at' | 'problem' | 'evidence'> {
  readonly location: Location | undefined;
  readonly problem:
    | { readonly message: string; readonly location: Location | undefined }
    | undefined;
  readonly evidence: readonly {
    readonly message: string;
    readonly location: Location | undefined;
  }[];
}

export function inventoryFeature(context: ServerContext): ServerFeature {
  const { connection, documents } = context;
  let isAnnounced = false;

  connection.onRequest(INVENTORY, async (): Promise<Inventory> => {
    isAnnounced = false;
    await context.settingsReady();
    const machines: InventoryMachine[] = [];
    for (const document of documents.all()) {
      const look = await context.look(document);
      if (look === undefined) continue;
      const find = context.findFrom(document, look);
      const records = inventoryOf(look.own.analysis);
      machines.push(...records.map((record) => toMachine(document.uri, record, find, context)));
    }
    return { machines };
  });

  /** Whoever was told once and has not asked since need not be told again. */
  function announce(): void {
    if (isAnnounced || !context.features().listsMonitors) return;
    isAnnounced = true;
    context.attempt(connection.sendNotification(INVENTORY_CHANGED));
  }

  return {
    ...{ opened: announce, changed: announce, closed: announce },
    ...{ settingsChanged: announce, looksChanged: announce },
  };
}

function toMachine(
  uri: string,
  { name, program, at, monitors, chardevs }: MachineRecord,
  find: FindDocument,
  context: ServerContext,
): InventoryMachine {
  const locate = (place: FilePlace | undefined): Location | undefined => {
    const file = place && find(place.path);
    const { encoding } = context.features();
    return file && { uri: file.uri, range: toRange(file.document, place.at, encoding) };
  };
  return {
    ...{ uri, name, program, location: locate(at) },
    monitors: monitors.map(({ at: place, problem, evidence, ...monitor }) => ({
      ...monitor,
      location: locate(place),
      problem: problem && { message: problem.message, location: locate(problem.place) },
      evidence: evidence.map(({ message, place: where }) => ({ message, location: locate(where) })),
    })),
    chardevs: chardevs.map(({ at: place, ...chardev }) => ({
      ...chardev,
      location: locate(place),
    })),
  };
}
