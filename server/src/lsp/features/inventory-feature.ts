/**
 * Tells the client which machines and monitors there are, for views of them. What is told is plain data with
 * locations; the client is told when there is something else, and asks for it when it wants to. It says what it
 * knows, and gets what it does not.
 */
import type { Location } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Analysis } from '../../service/analysis/analyze.ts';
import type { ChardevRecord } from '../../service/inventory/chardev-records.ts';
import type { MachineRecord, MonitorRecord } from '../../service/inventory/inventory.ts';
import { inventoryOf } from '../../service/language-service.ts';
import type { FilePlace } from '../../text/file-set.ts';
import { pathOfFile, uriOfFile } from '../../workspace/files/file-paths.ts';
import type { FindDocument } from '../../workspace/named-documents.ts';
import { keepPace } from '../../workspace/pace.ts';
import { toRange } from '../../workspace/positions.ts';
import type { UnreadFiles } from '../../workspace/review/unread-memory.ts';
import type { ServerContext, ServerFeature } from '../context.ts';
import type { ClientFeatures } from '../convert/convert.ts';
import { SESSION } from '../session.ts';

/** The request; its parameters are `InventoryParams`, or none at all, and its result is `Inventory`. */
const INVENTORY = 'qemuMonitorGuard/inventory';
/** The notification that another inventory would be told now; no parameters. */
const INVENTORY_CHANGED = 'qemuMonitorGuard/inventoryChanged';

/** How much time lies between two announcements while all files are looked at, in milliseconds. */
const INTERVAL = 2000;

interface InventoryParams {
  /** The `state` of the answer before, whose rest the client knows; it is told all without. */
  readonly state?: string;
}

/** `files` are all that start something where it is whole, and else those where it is another than before. */
export interface Inventory extends ToldMachines {
  /** Whether all files of the workspace were looked at. */
  readonly isComplete: boolean;
  /** Whether they are being looked at just now, so that there will be more. */
  readonly isRunning: boolean;
  /** The number of files after which no others are looked into, where there are more than that. */
  readonly limit: number | null;
  /** What is not checked; absent where that is the same as in the answer before. */
  readonly notChecked?: NotChecked;
}

/** Files that say something of QEMU in languages that are not read, and scripts that were not followed to their end. */
interface NotChecked extends Pick<UnreadFiles, 'more' | 'documentation' | 'programs'> {
  /** Those that hold an option of a monitor, in the order of their paths; at most 200. */
  readonly uris: readonly string[];
  /** Scripts that were not followed to their end, in the order of their paths; at most 200. */
  readonly unfollowed: readonly string[];
}

/** What a document starts. */
interface InventoryFile {
  readonly uri: string;
  /** None where it starts nothing any more. */
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
interface InventoryChardev extends Omit<ChardevRecord, 'at'> {
  readonly location: Location | undefined;
}

/** A `MonitorRecord` with locations. */
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

/** Answers which machines there are, and tells the client when that changes. */
export function inventoryFeature(context: ServerContext): ServerFeature {
  const { connection, review } = context;
  const publisher = inventoryPublisher(context, (uri, analysis, find) =>
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

  /** Whoever was told once and has not asked since need not be told again. */
  function announce(): void {
    if (isAnnounced || !context.features().listsMonitors) return;
    isAnnounced = true;
    context.attempt(connection.sendNotification(INVENTORY_CHANGED));
  }

  /** While very many files are looked at, a view need not be drawn anew with each of them. */
  function announceReview(): void {
    const now = performance.now();
    if (review.state().isRunning && now - lastAnnounced < INTERVAL) return;
    lastAnnounced = now;
    announce();
  }

  /** Who tells of a file is somebody else from now on. */
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
  return { uris: paths.map(uriOfFile), unfollowed: unfollowed.map(uriOfFile), ...counts };
}

/** The machines of the analysis of a document or file. */
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

/** What is told at a time. */
interface ToldMachines {
  /** What the listener knows afterwards. */
  readonly state: string;
  readonly isWhole: boolean;
  readonly files: readonly InventoryFile[];
}

/**
 * Puts the machines of open documents and of all other files together, each file once, and tells one listener all of it at
 * first, then what is another than it knows: thousands of machines are not told anew with each letter that is typed.
 */
function inventoryPublisher(
  context: ServerContext,
  machinesOf: (uri: string, analysis: Analysis, find: FindDocument) => readonly InventoryMachine[],
) {
  const { documents, review, names } = context;
  /** An analysis is another one as soon as anything is that its machines are made of. */
  const made = new WeakMap<Analysis, readonly InventoryMachine[]>();
  let taken = broughtIn();
  /** The documents that the listener knows machines of, and the analyses of open ones that these are from. */
  let known = new Set<string>();
  let told = new Map<string, Analysis>();
  let due = new Set<string>();
  let state: string | undefined;
  let count = 0;
  let isAsked = false;
  let last: Promise<unknown> = Promise.resolve();

  async function tell(before: string | undefined): Promise<ToldMachines> {
    isAsked = true;
    const isWhole = before === undefined || before !== state;
    // Whoever asks after a question that failed is told all.
    state = undefined;
    if (isWhole) {
      taken = broughtIn();
      known = new Set();
      told = new Map();
      due = new Set(review.files());
    }
    const paths = due;
    due = new Set();
    const changed = new Map<string, readonly InventoryMachine[]>();
    const pace = keepPace(context.platform.turn);
    for (const path of paths) {
      // An open document has a URI of its own, by which it is told below.
      if (!names.isOpen(path)) changed.set(uriOfFile(path), review.machines(path));
      await pace.rest();
    }
    const open = await lookAtDocuments(changed);
    const affected = new Set<string>();
    for (const [uri, machines] of changed) {
      for (const other of taken.put(uri, machines)) affected.add(other);
      await pace.rest();
    }
    for (const uri of affected) {
      if (!changed.has(uri)) changed.set(uri, open.get(uri) ?? closedMachines(uri));
    }
    const files: InventoryFile[] = [];
    for (const [uri, all] of changed) {
      const machines = taken.without(uri, all);
      const isKnown = known.has(uri);
      if (machines.length > 0) known.add(uri);
      else known.delete(uri);
      if (isKnown || machines.length > 0) files.push({ uri, machines });
    }
    count++;
    state = `${SESSION}.${count}`;
    return { state, isWhole, files };
  }

  /** Notes the machines of open documents that are others than those told, and of documents that are gone. */
  async function lookAtDocuments(
    changed: Map<string, readonly InventoryMachine[]>,
  ): Promise<ReadonlyMap<string, readonly InventoryMachine[]>> {
    const pace = keepPace(context.platform.turn);
    const open = new Map<string, readonly InventoryMachine[]>();
    const now = new Map<string, Analysis>();
    for (const document of documents.all()) {
      await pace.rest();
      const { uri } = document;
      if (!isCounted(uri)) continue;
      const analysis = await context.ownAnalysis(document);
      const machines =
        made.get(analysis) ??
        machinesOf(uri, analysis, context.findFrom(document, analysis.source));
      made.set(analysis, machines);
      now.set(uri, analysis);
      open.set(uri, machines);
      if (told.get(uri) !== analysis || changed.has(uri)) changed.set(uri, machines);
    }
    for (const uri of told.keys()) {
      if (!now.has(uri) && !changed.has(uri)) changed.set(uri, closedMachines(uri));
    }
    told = now;
    return open;
  }

  /**
   * Whether a document counts: one of a file or never saved, or one below a folder of the workspace. A version in a
   * repository or beside a comparison is the same text once more.
   */
  function isCounted(uri: string): boolean {
    const path = pathOfFile(uri);
    if (/^(?:file|untitled):/i.test(uri)) return true;
    return path !== undefined && context.folders.contain(path);
  }

  function closedMachines(uri: string): readonly InventoryMachine[] {
    const path = pathOfFile(uri);
    // By another spelling of its URI it is told of as an open document.
    return path !== undefined && uriOfFile(path) === uri ? review.machines(path) : [];
  }

  return {
    /** Told of files that may start something else than before. */
    news: (paths: Iterable<string>) => {
      // Nobody has to remember anything for whoever never asks.
      if (isAsked) for (const path of paths) due.add(path);
    },
    // One after the other, since each builds on what the last one has told.
    /** What a listener does not know that knows a state; all for one that knows none, or another one. */
    tell: (before: string | undefined) => {
      const answer = last.then(() => tell(before));
      last = answer.catch(() => undefined);
      return answer;
    },
  };
}

/** What is asked of a machine: where its monitors are written. */
interface StartedMachine {
  readonly monitors: readonly { readonly location: Location | undefined }[];
}

/** Where a document's machines take monitors from, out of other documents. */
interface TakenPlace {
  readonly key: string;
  readonly from: string;
}

function broughtIn() {
  const taken = new Map<string, readonly TakenPlace[]>();
  /** How often each place is taken. */
  const counts = new Map<string, number>();

  function count(places: readonly TakenPlace[], by: 1 | -1): void {
    for (const { key } of places) {
      const sum = (counts.get(key) ?? 0) + by;
      if (sum === 0) counts.delete(key);
      else counts.set(key, sum);
    }
  }

  return {
    /** Takes what a document starts now, and gives the documents that more or less is taken from than before. */
    put: (uri: string, machines: readonly StartedMachine[]) => {
      const before = taken.get(uri) ?? [];
      const now = placesOutside(uri, machines);
      count(before, -1);
      count(now, 1);
      if (now.length > 0) taken.set(uri, now);
      else taken.delete(uri);
      const [old, fresh] = [keysOf(before), keysOf(now)];
      const other = [
        ...before.filter(({ key }) => !fresh.has(key)),
        ...now.filter(({ key }) => !old.has(key)),
      ];
      return new Set(other.map(({ from }) => from));
    },
    /**
     * The machines of a document without what it says on its own (a config file, the settings of scripts) where
     * somebody starts QEMU with it: who does that knows more than the file, and a monitor is one and not two.
     * What nobody starts stays.
     */
    without: <Machine extends StartedMachine>(uri: string, machines: readonly Machine[]) =>
      machines.filter(
        ({ monitors }) =>
          monitors.length === 0 ||
          !monitors.every(({ location }) => location?.uri === uri && counts.has(keyOf(location))),
      ),
  };
}

function placesOutside(uri: string, machines: readonly StartedMachine[]): readonly TakenPlace[] {
  return machines.flatMap(({ monitors }) =>
    monitors.flatMap(({ location }) =>
      location && location.uri !== uri ? [{ key: keyOf(location), from: location.uri }] : [],
    ),
  );
}

function keysOf(places: readonly TakenPlace[]): ReadonlySet<string> {
  return new Set(places.map(({ key }) => key));
}

function keyOf({ uri, range: { start, end } }: Location): string {
  return [uri, start.line, start.character, end.line, end.character].join(' ');
}
