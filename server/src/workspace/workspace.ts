/** Analyzes open documents, the files they bring in, and scripts that bring them in, in one state of all texts. */

import * as l10n from '@vscode/l10n';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { mayBeBroughtIn } from '../languages/detect.ts';
import type { Analysis } from '../service/analysis/analyze.ts';
import type { FileFinding, Witness } from '../service/analysis/file-findings.ts';
import { findingsBy, findingsOf, witnessOf } from '../service/language-service.ts';
import type { Settings } from '../service/settings/settings.ts';
import { LIMITS } from '../text/limits.ts';
import { addTo } from '../text/lookup.ts';
import { nameOf } from '../text/paths.ts';
import { type AnalysisCache, type CachedAnalysis, ownAnalysis } from './analysis-cache.ts';
import { analyzeSettled } from './analyze-settled.ts';
import { pathOfFile, uriOfFile } from './files/file-paths.ts';
import type { FileStore } from './files/file-store.ts';
import { findingsOnly, movedFindings, spanMover } from './moved-findings.ts';
import { keepPace } from './pace.ts';
import type { Graph } from './walk/include-graph.ts';
import type { ScriptIndex } from './walk/script-index.ts';

/** Milliseconds for users, without a pause. */
const SLICE = 30;

/** The analyses of an open document. */
export interface Snapshot {
  readonly path: string;
  readonly own: CachedAnalysis;
  readonly others: readonly CachedAnalysis[];
  readonly findings: readonly FileFinding[];
  readonly isComplete: boolean;
  readonly isSearched: boolean;
  /** Whether findings of users are older, at moved places. */
  readonly isFirst?: true;
}

interface WorkspaceParts {
  readonly documents: () => readonly TextDocument[];
  readonly cache: AnalysisCache;
  readonly store: FileStore;
  readonly index: ScriptIndex;
  /** A file with what it brings in; undefined before the workspace is listed. */
  readonly graphAround: (path: string) => Graph | undefined;
  readonly isInside: (path: string) => boolean;
  /** Resolves when a snapshot should not wait for searches. */
  readonly patience: () => Promise<void>;
  readonly turn: () => Promise<void>;
  readonly leftOut: (message: string) => void;
  /** A search has ended, so snapshots may change. */
  readonly onFound: () => void;
}

interface SeenUsers {
  readonly text: string;
  readonly users: readonly Witness[];
}

type SettingsOf = (uri: string) => Settings;

interface Gathered {
  readonly look: Snapshot;
  readonly wanted: readonly string[];
  readonly names: readonly string[];
  readonly unfinished: boolean;
}

interface FoundScripts {
  readonly scripts: CachedAnalysis[];
  readonly wanted: string[];
  readonly names: string[];
  unfinished: boolean;
}

/** Owns the searches for users. */
export class Workspace {
  readonly #parts: WorkspaceParts;
  readonly #searches = new Map<string, Promise<unknown>>();
  readonly #tooMany = new Set<string>();
  /** The last findings of documents whose users take long, with their texts. */
  readonly #seen = new WeakMap<TextDocument, SeenUsers>();

  constructor(parts: WorkspaceParts) {
    this.#parts = parts;
  }

  /** Takes a snapshot; undefined if cancelled. Never rejects. */
  async look(
    document: TextDocument,
    settingsOf: SettingsOf,
    isUnwanted: () => boolean = () => false,
  ): Promise<Snapshot | undefined> {
    const awaited = new Set<string>();
    await this.#prepare(settingsOf, isUnwanted);
    if (isUnwanted()) return undefined;
    const { look } = await analyzeSettled({
      analyze: () => this.#gatherAll(document, settingsOf, isUnwanted),
      unreadBy: ({ look: { own } }) => own.analysis.unread,
      wantedBy: ({ wanted }) => wanted,
      load: this.#parts.store.load,
      others: ({ names }) => {
        const missing = names.filter((name) => !awaited.has(name));
        for (const name of missing) awaited.add(name);
        return missing.map((name) => this.#search(name));
      },
      isUnwanted,
    });
    if (isUnwanted()) return undefined;
    const users = look.others.map(({ analysis }) => analysis);
    if (areLong(users)) {
      const { text } = look.own.analysis.source;
      this.#seen.set(document, { text, users: users.map((user) => findingsOnly(user, look.path)) });
    } else this.#seen.delete(document);
    return look;
  }

  /** Analyzes a document alone while its users take long; their findings move. Undefined if there is no need. */
  async lookFirst(
    document: TextDocument,
    settingsOf: SettingsOf,
    isUnwanted: () => boolean,
  ): Promise<Snapshot | undefined> {
    const seen = this.#seen.get(document);
    const text = document.getText();
    if (seen === undefined || seen.text === text) return undefined;
    const { cache, store } = this.#parts;
    const own = await ownAnalysis({ cache, load: store.load, settingsOf }, document);
    if (isUnwanted() || document.getText() !== text) return undefined;
    const { path } = own.analysis.source;
    const move = spanMover(seen.text, text);
    const users = seen.users.map((user) => movedFindings(user, path, move));
    const findings = findingsBy(path, witnessOf(own.analysis), users, false);
    return { path, own, others: [], findings, isComplete: false, isSearched: false, isFirst: true };
  }

  /** Findings of open documents in closed files, but for documents that `isLeftToOthers`. */
  closedFiles(
    settingsOf: SettingsOf,
    isLeftToOthers: (path: string) => boolean,
  ): ReadonlyMap<string, readonly FileFinding[]> {
    const { documents, cache } = this.#parts;
    const open = new Set(documents().map(({ uri }) => pathOfFile(uri)));
    const users = new Map<string, Analysis[]>();
    for (const document of documents()) {
      const path = pathOfFile(document.uri);
      if (path === undefined || isLeftToOthers(path)) continue;
      const { analysis } = cache.ofDocument(document, settingsOf(document.uri));
      for (const used of analysis.used.keys()) if (!open.has(used)) addTo(users, used, analysis);
    }
    const closed = new Map<string, readonly FileFinding[]>();
    for (const [path, of] of users) {
      const findings = findingsOf(path, undefined, of);
      if (findings.length > 0) closed.set(path, findings);
    }
    return closed;
  }

  async #prepare(settingsOf: SettingsOf, isUnwanted: () => boolean): Promise<void> {
    const { turn, documents, cache } = this.#parts;
    const pace = keepPace(turn);
    for (const document of documents()) {
      if (isUnwanted()) return;
      cache.ofDocument(document, settingsOf(document.uri));
      await pace.rest();
    }
  }

  async #gatherAll(
    document: TextDocument,
    settingsOf: SettingsOf,
    isUnwanted: () => boolean,
  ): Promise<Gathered> {
    for (;;) {
      const gathered = this.#gather(document, settingsOf);
      if (!gathered.unfinished || isUnwanted()) return gathered;
      await this.#parts.turn();
    }
  }

  #gather(document: TextDocument, settingsOf: SettingsOf): Gathered {
    const own = this.#parts.cache.ofDocument(document, settingsOf(document.uri));
    const { source, starts, host } = own.analysis;
    const path = pathOfFile(document.uri);
    const mayHaveUsers = mayBeBroughtIn(host);
    const found: FoundScripts = { scripts: [], wanted: [], names: [], unfinished: false };
    const open =
      path === undefined ? new Set<string>() : this.#openUsers(document, path, settingsOf, found);
    const isInside = path !== undefined && mayHaveUsers && this.#parts.isInside(path);
    if (isInside) this.#findScripts(path, open, settingsOf, found);
    const isSearched =
      found.names.length === 0 && !found.unfinished && !this.#tooMany.has(path ?? '');
    // Users outside of the workspace are unknown.
    const isAlone = isInside ? isSearched : path === undefined || starts || !mayHaveUsers;
    const wanted = new Set([...own.analysis.wanted, ...found.wanted]);
    const isComplete = wanted.size === 0 && isAlone;
    const others = found.scripts;
    const analyses = others.map(({ analysis }) => analysis);
    const findings = findingsOf(source.path, own.analysis, analyses, isComplete);
    const look = { path: source.path, own, others, findings, isComplete, isSearched };
    return { look, wanted: [...wanted], names: found.names, unfinished: found.unfinished };
  }

  #openUsers(
    document: TextDocument,
    path: string,
    settingsOf: SettingsOf,
    found: FoundScripts,
  ): ReadonlySet<string> {
    const { documents, cache } = this.#parts;
    const open = new Set([path]);
    for (const other of documents()) {
      const otherPath = pathOfFile(other.uri);
      if (otherPath === undefined || other === document) continue;
      open.add(otherPath);
      const entry = cache.ofDocument(other, settingsOf(other.uri));
      found.wanted.push(...entry.analysis.wanted);
      if (entry.analysis.used.has(path)) found.scripts.push(entry);
    }
    return open;
  }

  #findScripts(
    path: string,
    open: ReadonlySet<string>,
    settingsOf: SettingsOf,
    found: FoundScripts,
  ): void {
    const { cache, index } = this.#parts;
    const seen = new Set(open);
    const queue = [path];
    const end = performance.now() + SLICE;
    let count = 0;
    let fresh = 0;
    for (const target of queue) {
      const mentioning = index.mentioning(nameOf(target));
      if (mentioning === undefined) found.names.push(nameOf(target));
      for (const script of mentioning ?? []) {
        if (seen.has(script)) continue;
        seen.add(script);
        if (count >= LIMITS.users) {
          this.#noteTooMany(path);
          continue;
        }
        const text = this.#textToRun(script, found);
        if (text === undefined) continue;
        count++;
        const settings = settingsOf(uriOfFile(script));
        if (!cache.hasScript(script, text, settings)) {
          // Each slice runs at least one new script.
          if (fresh > 0 && performance.now() > end) {
            found.unfinished = true;
            continue;
          }
          fresh++;
        }
        const entry = cache.ofScript(script, text, settings);
        found.wanted.push(...entry.analysis.wanted);
        if (!entry.analysis.used.has(path)) continue;
        found.scripts.push(entry);
        queue.push(script);
      }
    }
  }

  /** The text of a script that may start QEMU, if known. A missing file is added to those to read. */
  #textToRun(script: string, found: FoundScripts): string | undefined {
    const text = this.#parts.store.get(script);
    if (text === undefined) found.wanted.push(script);
    if (typeof text !== 'string') return undefined;
    const graph = this.#parts.graphAround(script);
    found.wanted.push(...(graph?.missing ?? []));
    return graph && (graph.quiet || graph.missing.length > 0) ? undefined : text;
  }

  #noteTooMany(path: string): void {
    if (this.#tooMany.has(path)) return;
    this.#tooMany.add(path);
    this.#parts.leftOut(
      l10n.t('Only {0} of the scripts that mention {1} are checked', LIMITS.users, path),
    );
  }

  /** Resolves when a search ends or takes too long. */
  #search(name: string): Promise<unknown> {
    const busy = this.#searches.get(name);
    if (busy !== undefined) return busy;
    const done = this.#parts.index.find([name]).then(() => {
      this.#searches.delete(name);
      this.#parts.onFound();
    });
    const soon = Promise.race([done, this.#parts.patience()]);
    this.#searches.set(name, soon);
    return soon;
  }
}

function areLong(users: readonly Analysis[]): boolean {
  const texts = users.flatMap(({ files }) => files.files);
  return texts.reduce((length, { text }) => length + text.length, 0) > LIMITS.walkFiles;
}
