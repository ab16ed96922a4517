/** A listener gets all machines, then changes only: a view of thousands cannot be sent after each key. */
import type { Location } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Analysis } from '../../service/analysis/analyze.ts';
import { pathOfFile, uriOfFile } from '../../workspace/files/file-paths.ts';
import type { FindDocument } from '../../workspace/named-documents.ts';
import { keepPace } from '../../workspace/pace.ts';
import type { ServerContext } from '../context.ts';
import { SESSION } from '../session.ts';
import type { InventoryFile, InventoryMachine, ToldMachines } from './inventory-feature.ts';

type Machines = readonly InventoryMachine[];

export class InventoryPublisher {
  readonly #context: ServerContext;
  readonly #machinesOf: (uri: string, analysis: Analysis, find: FindDocument) => Machines;
  readonly #made = new WeakMap<Analysis, Machines>();
  #taken = broughtIn();
  #known = new Set<string>();
  /** Analyses of open documents whose machines it knows. */
  #told = new Map<string, Analysis>();
  #due = new Set<string>();
  #state: string | undefined;
  #count = 0;
  #isAsked = false;
  #last: Promise<unknown> = Promise.resolve();

  constructor(
    context: ServerContext,
    machinesOf: (uri: string, analysis: Analysis, find: FindDocument) => Machines,
  ) {
    this.#context = context;
    this.#machinesOf = machinesOf;
  }

  /** Records files whose machines may have changed, once there was a request. */
  news(paths: Iterable<string>): void {
    if (this.#isAsked) for (const path of paths) this.#due.add(path);
  }

  /** The machines that changed since a state, or all if that is not the last state. Requests are answered in turn. */
  tell(before: string | undefined): Promise<ToldMachines> {
    const answer = this.#last.then(() => this.#tell(before));
    this.#last = answer.catch(() => undefined);
    return answer;
  }

  async #tell(before: string | undefined): Promise<ToldMachines> {
    const { review, names, platform } = this.#context;
    this.#isAsked = true;
    const isWhole = before === undefined || before !== this.#state;
    // After a failure the next request gets all machines.
    this.#state = undefined;
    if (isWhole) this.#forgetAll();
    const paths = this.#due;
    this.#due = new Set();
    const changed = new Map<string, Machines>();
    const pace = keepPace(platform.turn);
    for (const path of paths) {
      // Open documents are added below, under their editor's URI.
      if (!names.isOpen(path)) changed.set(uriOfFile(path), review.machines(path));
      await pace.rest();
    }
    const open = await this.#lookAtDocuments(changed);
    const affected = new Set<string>();
    for (const [uri, machines] of changed) {
      for (const other of this.#taken.put(uri, machines)) affected.add(other);
      await pace.rest();
    }
    for (const uri of affected) {
      if (!changed.has(uri)) changed.set(uri, open.get(uri) ?? this.#closedMachines(uri));
    }
    this.#state = `${SESSION}.${++this.#count}`;
    return { state: this.#state, isWhole, files: this.#toTell(changed) };
  }

  #forgetAll(): void {
    this.#taken = broughtIn();
    this.#known = new Set();
    this.#told = new Map();
    this.#due = new Set(this.#context.review.files());
  }

  #toTell(changed: ReadonlyMap<string, Machines>): readonly InventoryFile[] {
    const files: InventoryFile[] = [];
    for (const [uri, all] of changed) {
      const machines = this.#taken.without(uri, all);
      const isKnown = this.#known.has(uri);
      if (machines.length > 0) this.#known.add(uri);
      else this.#known.delete(uri);
      if (isKnown || machines.length > 0) files.push({ uri, machines });
    }
    return files;
  }

  /** Adds changed machines of open and just closed documents; returns those of all open ones. */
  async #lookAtDocuments(changed: Map<string, Machines>): Promise<ReadonlyMap<string, Machines>> {
    const { documents, platform, ownAnalysis } = this.#context;
    const pace = keepPace(platform.turn);
    const open = new Map<string, Machines>();
    const now = new Map<string, Analysis>();
    for (const document of documents.all()) {
      await pace.rest();
      const { uri } = document;
      if (!this.#isCounted(uri)) continue;
      const analysis = await ownAnalysis(document);
      const machines = this.#machinesIn(document, analysis);
      now.set(uri, analysis);
      open.set(uri, machines);
      if (this.#told.get(uri) !== analysis || changed.has(uri)) changed.set(uri, machines);
    }
    for (const uri of this.#told.keys()) {
      if (!now.has(uri) && !changed.has(uri)) changed.set(uri, this.#closedMachines(uri));
    }
    this.#told = now;
    return open;
  }

  #machinesIn(document: TextDocument, analysis: Analysis): Machines {
    const find = this.#context.findFrom(document, analysis.source);
    const machines = this.#made.get(analysis) ?? this.#machinesOf(document.uri, analysis, find);
    this.#made.set(analysis, machines);
    return machines;
  }

  /** Whether a document counts; a version in a repository or comparison is a copy. */
  #isCounted(uri: string): boolean {
    const path = pathOfFile(uri);
    if (/^(?:file|untitled):/i.test(uri)) return true;
    return path !== undefined && this.#context.folders.contain(path);
  }

  #closedMachines(uri: string): Machines {
    const path = pathOfFile(uri);
    const isOurs = path !== undefined && uriOfFile(path) === uri;
    return isOurs ? this.#context.review.machines(path) : [];
  }
}

interface StartedMachine {
  readonly monitors: readonly { readonly location: Location | undefined }[];
}

interface TakenPlace {
  readonly key: string;
  readonly from: string;
}

/** Owns which monitors of a document are started by others, so that each is listed once. */
function broughtIn() {
  const taken = new Map<string, readonly TakenPlace[]>();
  const counts = new Map<string, number>();

  function count(places: readonly TakenPlace[], by: 1 | -1): void {
    for (const { key } of places) {
      const sum = (counts.get(key) ?? 0) + by;
      if (sum === 0) counts.delete(key);
      else counts.set(key, sum);
    }
  }

  return {
    /** Replaces a document's machines; returns the documents whose taken monitors change. */
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
    /** A document's machines but for those whose monitors all belong to other documents' machines. */
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
