/** Lists machines and monitors for the client's views, which is notified of changes and requests them. */
import type { Location } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Analysis } from '../../service/analysis/analyze.ts';
import type { ChardevRecord } from '../../service/inventory/chardev-records.ts';
import type { MachineRecord, MonitorRecord } from '../../service/inventory/inventory.ts';
import { inventoryOf } from '../../service/language-service.ts';
import type { FilePlace } from '../../text/file-set.ts';
import { pathOfFile, uriOfFile } from '../../workspace/files/file-paths.ts';
import type { FindDocument } from '../../workspace/named-documents.ts';
import { toRange } from '../../workspace/positions.ts';
import type { UnreadFiles } from '../../workspace/review/unread-memory.ts';
import type { ServerContext, ServerFeature } from '../context.ts';
import type { ClientFeatures } from '../convert/convert.ts';
import { InventoryPublisher } from './inventory-publisher.ts';

/** `InventoryParams` or nothing → `Inventory`. */
const INVENTORY = 'qemuMonitorGuard/inventory';
/** Notifies without parameters. */
const INVENTORY_CHANGED = 'qemuMonitorGuard/inventoryChanged';

/** Milliseconds between notifications while all files are analyzed. */
const INTERVAL = 2000;

interface InventoryParams {
  /** The `state` of the last answer, to get changes only. */
  readonly state?: string;
}

/** The workspace's machines. `files` has all of them if `isWhole`, else those that changed. */
export interface Inventory extends ToldMachines {
  readonly isComplete: boolean;
  readonly isRunning: boolean;
  /** The number of files at which the walk stopped, if it did. */
  readonly limit: number | null;
  readonly notChecked?: NotChecked;
}

interface NotChecked extends Pick<UnreadFiles, 'more' | 'documentation' | 'programs'> {
  /** Files with a monitor's option, sorted; at most 200. */
  readonly uris: readonly string[];
  /** Scripts whose analysis stopped, sorted; at most 200. */
  readonly unfollowed: readonly { readonly uri: string; readonly line: number }[];
}

/** The changes in one answer. */
export interface ToldMachines {
  /** The listener's state after this answer, for its next request. */
  readonly state: string;
  readonly isWhole: boolean;
  readonly files: readonly InventoryFile[];
}

/** The machines of a document. */
export interface InventoryFile {
  readonly uri: string;
  readonly machines: readonly InventoryMachine[];
}

/** A `MachineRecord` with locations. */
export interface InventoryMachine extends Pick<MachineRecord, 'name' | 'program'> {
  readonly uri: string;
  readonly location: Location | undefined;
  readonly monitors: readonly InventoryMonitor[];
  readonly chardevs: readonly InventoryChardev[];
}

interface InventoryChardev extends Omit<ChardevRecord, 'at'> {
  readonly location: Location | undefined;
}

interface InventoryMonitor extends Omit<MonitorRecord, 'at' | 'problem' | 'evidence'> {
  readonly location: Location | undefined;
  readonly problem:
    | { readonly message: string; readonly location: Location | undefined }
    | undefined;
  readonly evidence: readonly {
    readonly message: string;
    readonly location: Location | undefined;
  }[];
}

/** Lists machines, and notifies the client of changes. */
export function inventoryFeature(context: ServerContext): ServerFeature {
  const { connection, review } = context;
  const publisher = new InventoryPublisher(context, (uri, analysis, find) =>
    machinesOf(uri, analysis, find, context.features()),
  );
  let toldUnread: UnreadFiles | undefined;
  let isAnnounced = false;
  let lastAnnounced = Number.NEGATIVE_INFINITY;

  connection.onRequest(INVENTORY, async (params?: InventoryParams | null): Promise<Inventory> => {
    isAnnounced = false;
    await context.settingsReady();
    await review.keepMachines();
    review.start();
    const told = await publisher.tell(params?.state);
    const { isComplete, isRunning, limit = null } = review.state();
    const unread = review.unread();
    const isNews = told.isWhole || unread !== toldUnread;
    toldUnread = unread;
    return {
      ...told,
      isComplete,
      isRunning,
      limit,
      ...(isNews && { notChecked: notCheckedOf(unread) }),
    };
  });

  /** Notifies once until the client asks. */
  function announce(): void {
    if (isAnnounced || !context.features().listsMonitors) return;
    isAnnounced = true;
    context.attempt(connection.sendNotification(INVENTORY_CHANGED));
  }

  /** Notifies seldom while all files are analyzed. */
  function announceReview(): void {
    const now = performance.now();
    if (review.state().isRunning && now - lastAnnounced < INTERVAL) return;
    lastAnnounced = now;
    announce();
  }

  /** A document that opens or closes is listed from another source. */
  function announceDocument({ uri }: TextDocument): void {
    const path = pathOfFile(uri);
    if (path !== undefined) publisher.news([path]);
    announce();
  }

  return {
    initialized: () => {
      if (context.features().listsMonitors) context.attempt(review.keepMachines());
    },
    reviewed: (paths) => {
      publisher.news(paths);
      announceReview();
    },
    reviewProgressed: announceReview,
    opened: announceDocument,
    changed: announce,
    closed: announceDocument,
    settingsChanged: announce,
    looksChanged: announce,
  };
}

function notCheckedOf({ paths, unfollowed, ...counts }: UnreadFiles): NotChecked {
  const stopped = unfollowed.map(({ path, line }) => ({ uri: uriOfFile(path), line }));
  return { uris: paths.map(uriOfFile), unfollowed: stopped, ...counts };
}

/** The machines of a document or file. */
export function machinesOf(
  uri: string,
  analysis: Analysis,
  find: FindDocument,
  features: Pick<ClientFeatures, 'encoding'>,
): readonly InventoryMachine[] {
  return inventoryOf(analysis).map((record) => toMachine(uri, record, find, features));
}

function toMachine(
  uri: string,
  { name, program, at, monitors, chardevs }: MachineRecord,
  find: FindDocument,
  { encoding }: Pick<ClientFeatures, 'encoding'>,
): InventoryMachine {
  const locate = (place: FilePlace | undefined): Location | undefined => {
    const file = place && find(place.path);
    return file && { uri: file.uri, range: toRange(file.document, place.at, encoding) };
  };
  return {
    uri,
    name,
    program,
    location: locate(at),
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
