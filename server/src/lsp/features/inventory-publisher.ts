/**
 * Tells one listener which machines documents and files start: all of it at first, and then what is another than
 * it knows. So a workspace of thousands of machines is not told anew with each letter that somebody types.
 */

import type { Location } from 'vscode-languageserver';
import type { Analysis } from '../../service/analysis/analyze.ts';
import { pathOfFile, uriOfFile } from '../../workspace/files/file-paths.ts';
import type { FindDocument } from '../../workspace/named-documents.ts';
import { keepPace } from '../../workspace/pace.ts';
import type { ServerContext } from '../context.ts';
import { SESSION } from '../session.ts';
import type { InventoryFile, InventoryMachine } from './inventory-feature.ts';

/** What is told at a time. */
export interface ToldMachines {
  /** What the listener knows afterwards. */
  readonly state: string;
  readonly isWhole: boolean;
  readonly files: readonly InventoryFile[];
}

interface InventoryPublisher {
  /** Told of files that may start something else than before. */
  readonly news: (paths: Iterable<string>) => void;
  /** What a listener does not know that knows a state; all for one that knows none, or another one. */
  readonly tell: (known: string | undefined) => Promise<ToldMachines>;
}

/** Puts the machines of open documents and of all other files together, each file once. */
export function inventoryPublisher(
  context: ServerContext,
  machinesOf: (uri: string, analysis: Analysis, find: FindDocument) => readonly InventoryMachine[],
): InventoryPublisher {
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
    news: (paths) => {
      // Nobody has to remember anything for whoever never asks.
      if (isAsked) for (const path of paths) due.add(path);
    },
    // One after the other, since each builds on what the last one has told.
    tell: (before) => {
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

/** Knows of all documents what their machines take from others. */
interface BroughtIn {
  /** Takes what a document starts now, and gives the documents that more or less is taken from than before. */
  readonly put: (uri: string, machines: readonly StartedMachine[]) => ReadonlySet<string>;
  /**
   * The machines of a document without what it says on its own (a config file, the settings of scripts) where
   * somebody starts QEMU with it: who does that knows more than the file, and a monitor is one and not two.
   * What nobody starts stays.
   */
  readonly without: <Machine extends StartedMachine>(
    uri: string,
    machines: readonly Machine[],
  ) => readonly Machine[];
}

function broughtIn(): BroughtIn {
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
    put: (uri, machines) => {
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
    without: (uri, machines) =>
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
