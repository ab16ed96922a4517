/**
 * Tells one listener which machines documents and files start: all of it at first, and then what is another than
 * it knows. So a workspace of thousands of machines is not told anew with each letter that somebody types.
 */
import type { Analysis } from '../service/analyze.ts';
import { broughtIn } from './brought-in.ts';
import type { ServerContext } from './context.ts';
import { pathOfFile, uriOfFile } from './file-paths.ts';
import type { InventoryFile, InventoryMachine } from './inventory-feature.ts';
import type { FindDocument } from './named-documents.ts';
import { keepPace } from './pace.ts';
import { SESSION } from './session.ts';

/** What is told at a time. */
export interface ToldMachines {
  /** What the listener knows afterwards. */
  readonly state: string;
  readonly isWhole: boolean;
  readonly files: readonly InventoryFile[];
}

export interface InventoryTeller {
  /** Told of files that may start something else than before. */
  readonly news: (paths: Iterable<string>) => void;
  /** What a listener does not know that knows a state; all for one that knows none, or another one. */
  readonly tell: (known: string | undefined) => Promise<ToldMachines>;
}

export function inventoryTeller(
  context: ServerContext,
  machinesOf: (uri: string, analysis: Analysis, find: FindDocument) => readonly InventoryMachine[],
): InventoryTeller {
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
