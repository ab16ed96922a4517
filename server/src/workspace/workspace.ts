/**
 * Looks at an open document together with what it brings in and with the scripts that bring it in. A look
 * is consistent: all of it holds for the same texts. What is not at hand is fetched, and then looked at
 * anew, level by level.
 */
import * as l10n from '@vscode/l10n';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { mayBeBroughtIn } from '../languages/detect.ts';
import type { Analysis } from '../service/analysis/analyze.ts';
import type { FileFinding } from '../service/analysis/file-findings.ts';
import { findingsOf } from '../service/language-service.ts';
import type { Settings } from '../service/settings/settings.ts';
import { addTo } from '../text/lookup.ts';
import type { AnalysisCache, CachedAnalysis } from './analysis-cache.ts';
import { analyzeSettled } from './analyze-settled.ts';
import { pathOfFile, uriOfFile } from './files/file-paths.ts';
import type { FileStore } from './files/file-store.ts';
import { keepPace } from './pace.ts';
import type { Graph } from './walk/include-graph.ts';
import type { ScriptIndex } from './walk/script-index.ts';

/** How many scripts that are not open may be analyzed for one that is. */
const MAX_SCRIPTS = 64;
/** How long a look may keep everybody else waiting for such scripts, in milliseconds. */
const SLICE = 30;

/** What there is to say about one open document. */
export interface Snapshot {
  /** The path by which findings name the document. */
  readonly path: string;
  readonly own: CachedAnalysis;
  /** The analyses of scripts that bring the document in. */
  readonly others: readonly CachedAnalysis[];
  readonly findings: readonly FileFinding[];
  /** Whether all that may bring the document in was looked at. */
  readonly isComplete: boolean;
  /** Whether the search for scripts that bring the document in is over, if there is one. */
  readonly isSearched: boolean;
}

/** Open documents with all that belongs to them, for whoever answers questions about one. */
export type Workspace = ReturnType<typeof openWorkspace>;

/** What a workspace is put together from. */
interface WorkspaceParts {
  /** The open documents. */
  readonly documents: () => readonly TextDocument[];
  readonly cache: AnalysisCache;
  readonly store: FileStore;
  readonly index: ScriptIndex;
  /** A file with all that it brings in; undefined while the files of the workspace are not known. */
  readonly graphAround: (path: string) => Graph | undefined;
  /** Whether a path lies in the workspace, so that scripts of it may bring the file in. */
  readonly isInside: (path: string) => boolean;
  /** Resolves when a search has taken so long that a look should do without it. */
  readonly patience: () => Promise<void>;
  /** Resolves when all others that wait have had their turn. */
  readonly turn: () => Promise<void>;
  /** Gets once for each file what was left out. */
  readonly leftOut: (message: string) => void;
  /** Called when a search has ended: looks that did without it may say something else now. */
  readonly onFound: () => void;
}

/** A look as far as it goes, and what it takes to go on. */
interface Gathered {
  readonly look: Snapshot;
  /** Paths to read. */
  readonly wanted: readonly string[];
  /** Names of files whose users are not looked for yet. */
  readonly names: readonly string[];
  /** Whether time was up before all scripts that may bring the document in were analyzed. */
  readonly unfinished: boolean;
}

/** The scripts that bring a file in, and what it takes to know of more. */
type FoundScripts = Pick<Gathered, 'wanted' | 'names' | 'unfinished'> & {
  readonly scripts: readonly CachedAnalysis[];
};

const NO_SCRIPTS: FoundScripts = { scripts: [], wanted: [], names: [], unfinished: false };

/** A workspace without any document yet. */
export function openWorkspace(parts: WorkspaceParts) {
  const {
    documents,
    cache,
    store,
    index,
    graphAround,
    isInside,
    patience,
    turn,
    leftOut,
    onFound,
  } = parts;
  /** The names that are being looked for, and how long to wait for each. */
  const searches = new Map<string, Promise<unknown>>();
  const tooMany = new Set<string>();

  function gather(document: TextDocument, settingsOf: (uri: string) => Settings): Gathered {
    const own = cache.ofDocument(document, settingsOf(document.uri));
    const { source, host } = own.analysis;
    const wanted = new Set(own.analysis.wanted);
    const others: CachedAnalysis[] = [];
    const path = pathOfFile(document.uri);
    let found = NO_SCRIPTS;
    // What starts no QEMU is meant for scripts, and outside of the workspace nobody knows them.
    let isAlone = path === undefined || own.analysis.starts || !mayBeBroughtIn(host);
    if (path !== undefined) {
      const open = new Set([path]);
      for (const other of documents()) {
        const otherPath = pathOfFile(other.uri);
        if (otherPath === undefined || other === document) continue;
        open.add(otherPath);
        const entry = cache.ofDocument(other, settingsOf(other.uri));
        for (const missing of entry.analysis.wanted) wanted.add(missing);
        if (entry.analysis.used.has(path)) others.push(entry);
      }
      if (isInside(path) && mayBeBroughtIn(host)) {
        found = findScripts(path, open, settingsOf);
        isAlone = found.names.length === 0 && !found.unfinished && !tooMany.has(path);
      }
    }
    for (const entry of found.scripts) others.push(entry);
    for (const missing of found.wanted) wanted.add(missing);
    const isComplete = wanted.size === 0 && isAlone;
    const isSearched = found.names.length === 0 && !found.unfinished && !tooMany.has(path ?? '');
    const analyses = others.map(({ analysis }) => analysis);
    const findings = findingsOf(source.path, own.analysis, analyses, isComplete);
    const look: Snapshot = { path: source.path, own, others, findings, isComplete, isSearched };
    return { ...found, look, wanted: [...wanted] };
  }

  /** Goes on gathering where time was up, so that all others have their turn. */
  async function gatherAll(
    document: TextDocument,
    settingsOf: (uri: string) => Settings,
    isUnwanted: () => boolean,
  ): Promise<Gathered> {
    for (;;) {
      const gathered = gather(document, settingsOf);
      if (!gathered.unfinished || isUnwanted()) return gathered;
      await turn();
    }
  }

  /** The analyses of scripts that are not open and bring a file in, directly or through others. */
  function findScripts(
    path: string,
    open: ReadonlySet<string>,
    settingsOf: (uri: string) => Settings,
  ): FoundScripts {
    const scripts: CachedAnalysis[] = [];
    const wanted: string[] = [];
    const names: string[] = [];
    const seen = new Set(open);
    const queue = [path];
    const end = performance.now() + SLICE;
    let unfinished = false;
    let looked = 0;
    let fresh = 0;
    for (const target of queue) {
      const name = target.slice(target.lastIndexOf('/') + 1);
      const mentioning = index.mentioning(name);
      if (mentioning === undefined) names.push(name);
      for (const script of mentioning ?? []) {
        if (seen.has(script)) continue;
        seen.add(script);
        if (looked >= MAX_SCRIPTS) {
          noteTooMany(path);
          continue;
        }
        const text = store.get(script);
        if (text === undefined) wanted.push(script);
        if (typeof text !== 'string') continue;
        const graph = graphAround(script);
        for (const missing of graph?.missing ?? []) wanted.push(missing);
        // What starts no QEMU with all that it brings in says nothing of this file.
        if (graph && (graph.quiet || graph.missing.length > 0)) continue;
        looked++;
        const settings = settingsOf(uriOfFile(script));
        if (!cache.hasScript(script, text, settings)) {
          // One at least, so that there is an end to it.
          if (fresh > 0 && performance.now() > end) {
            unfinished = true;
            continue;
          }
          fresh++;
        }
        const entry = cache.ofScript(script, text, settings);
        for (const missing of entry.analysis.wanted) wanted.push(missing);
        if (!entry.analysis.used.has(path)) continue;
        scripts.push(entry);
        queue.push(script);
      }
    }
    return { scripts, wanted, names, unfinished };
  }

  function noteTooMany(path: string): void {
    if (tooMany.has(path)) return;
    tooMany.add(path);
    leftOut(l10n.t('Only {0} of the scripts that mention {1} are looked into', MAX_SCRIPTS, path));
  }

  /** Looks for the users of a file; done when they are found, or when it takes too long. */
  function search(name: string): Promise<unknown> {
    const busy = searches.get(name);
    if (busy !== undefined) return busy;
    const done = index.find([name]).then(() => {
      searches.delete(name);
      onFound();
    });
    const soon = Promise.race([done, patience()]);
    searches.set(name, soon);
    return soon;
  }

  /** Analyzes what has to be, one document after the other, so that all others have their turn. */
  async function prepare(
    settingsOf: (uri: string) => Settings,
    isUnwanted: () => boolean,
  ): Promise<void> {
    const pace = keepPace(turn);
    for (const document of documents()) {
      if (isUnwanted()) return;
      cache.ofDocument(document, settingsOf(document.uri));
      await pace.rest();
    }
  }

  return {
    /**
     * Looks at an open document. Never rejects; undefined where nobody wants to know any more, which is
     * asked whenever there was something to wait for.
     */
    look: async (
      document: TextDocument,
      settingsOf: (uri: string) => Settings,
      isUnwanted: () => boolean = () => false,
    ) => {
      const awaited = new Set<string>();
      await prepare(settingsOf, isUnwanted);
      if (isUnwanted()) return undefined;
      const { look } = await analyzeSettled({
        analyze: () => gatherAll(document, settingsOf, isUnwanted),
        unreadBy: ({ look: { own } }) => own.analysis.unread,
        wantedBy: ({ wanted }) => wanted,
        load: store.load,
        // Who is not found in time is found later, and the document looked at again.
        others: ({ names }) => {
          const missing = names.filter((name) => !awaited.has(name));
          for (const name of missing) awaited.add(name);
          return missing.map(search);
        },
        isUnwanted,
      });
      return isUnwanted() ? undefined : look;
    },
    /**
     * What the analyses of open documents say about files that are not open, by path. Only of files about
     * which there is something to say, and without the documents that others answer for, by their paths.
     */
    closedFiles: (
      settingsOf: (uri: string) => Settings,
      isLeftToOthers: (path: string) => boolean,
    ) => {
      const open = new Set(documents().map(({ uri }) => pathOfFile(uri)));
      const analyses = documents().flatMap((document) => {
        const path = pathOfFile(document.uri);
        if (path === undefined || isLeftToOthers(path)) return [];
        return [cache.ofDocument(document, settingsOf(document.uri)).analysis];
      });
      const users = new Map<string, Analysis[]>();
      for (const analysis of analyses) {
        for (const path of analysis.used.keys()) {
          if (open.has(path)) continue;
          addTo(users, path, analysis);
        }
      }
      const closed = new Map<string, readonly FileFinding[]>();
      for (const [path, of] of users) {
        const findings = findingsOf(path, undefined, of);
        if (findings.length > 0) closed.set(path, findings);
      }
      return closed;
    },
  };
}
