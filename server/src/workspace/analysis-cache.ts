/** Keeps analyses of documents and scripts until a text or setting that they used changes. */

import type { TextDocument } from 'vscode-languageserver-textdocument';
import { languageIdOf, languageOfFile } from '../languages/detect.ts';
import { INCLUDED } from '../languages/index.ts';
import type { Loading } from '../languages/support.ts';
import type { Analysis, Source } from '../service/analysis/analyze.ts';
import type { AnalysisMemory, Files } from '../service/analysis/included-files.ts';
import type { Project } from '../service/fixes/clients/project.ts';
import type { RenderedFixes } from '../service/fixes/render-fix.ts';
import {
  analysisMemory,
  analysisSize,
  fixesAsAsked,
  recentlyUsed,
  scriptTrees,
} from '../service/language-service.ts';
import type { Settings } from '../service/settings/settings.ts';
import { LIMITS } from '../text/limits.ts';
import { once } from '../text/lookup.ts';
import { analyzeSettled } from './analyze-settled.ts';
import { type Attention, UNSUPERVISED } from './attention.ts';
import { pathOfFile, pathOfUri } from './files/file-paths.ts';
import type { NoteUnfollowed } from './unfollowed-log.ts';

export interface CachedAnalysis {
  readonly id: string;
  readonly analysis: Analysis;
  /** Paths that the analysis asked for, with their texts. */
  readonly asked: ReadonlyMap<string, string | null | undefined>;
  /** Renders fixes on first use. */
  readonly fixes: (project: Project) => RenderedFixes;
}

/** What the cache keeps of an analysis, which itself may be collected. */
interface Entry extends Pick<CachedAnalysis, 'id' | 'asked'> {
  readonly text: string;
  readonly settings: Settings;
  readonly isQuiet: boolean;
  readonly unread: Loading | undefined;
  readonly memory: AnalysisMemory;
  readonly size: number;
  readonly made: WeakRef<CachedAnalysis>;
}

interface OwnAnalysisParts {
  readonly cache: AnalysisCache;
  readonly load: (paths: readonly string[]) => Promise<void>;
  readonly settingsOf: (uri: string) => Settings;
}

/** Analyzes an open document with the files it brings in, but without its users. */
export function ownAnalysis(
  { cache, load, settingsOf }: OwnAnalysisParts,
  document: TextDocument,
): Promise<CachedAnalysis> {
  return analyzeSettled({
    analyze: () => cache.ofDocument(document, settingsOf(document.uri)),
    unreadBy: ({ analysis }) => analysis.unread,
    wantedBy: ({ analysis }) => analysis.wanted,
    load,
  });
}

interface AnalysisLog {
  readonly failed: (failure: string) => void;
  readonly unfollowed: NoteUnfollowed;
}

interface Request {
  readonly source: Source;
  readonly isFile: boolean;
  readonly settings: Settings;
}

/** Owns the analyses of documents and scripts. */
export class AnalysisCache {
  readonly #files: Files;
  readonly #log: AnalysisLog;
  readonly #attention: Attention;
  readonly #quietOf: (path: string, languageId: string) => Source['quiet'];
  readonly #documents = new WeakMap<TextDocument, Entry>();
  readonly #scripts = new Map<string, Entry>();
  readonly #trees = scriptTrees();
  readonly #held = recentlyUsed<{ readonly size: number; readonly made: CachedAnalysis }>(
    LIMITS.sweepLength,
  );
  #count = 0;

  constructor(
    files: Files,
    log: AnalysisLog,
    attention: Attention = UNSUPERVISED,
    quietOf: (path: string, languageId: string) => Source['quiet'] = () => undefined,
  ) {
    this.#files = files;
    this.#log = log;
    this.#attention = attention;
    this.#quietOf = quietOf;
  }

  ofDocument(document: TextDocument, settings: Settings): CachedAnalysis {
    const before = this.#documents.get(document);
    const { uri, languageId } = document;
    const file = pathOfFile(uri);
    const quiet = file === undefined ? undefined : this.#quietOf(file, languageId);
    const path = file ?? pathOfUri(uri);
    const source = { text: document.getText(), languageId, path, quiet };
    const isFile = file !== undefined;
    const { entry, made } = this.#renew(before, { source, isFile, settings });
    this.#documents.set(document, entry);
    return made;
  }

  closed(document: TextDocument): void {
    const path = pathOfFile(document.uri) ?? pathOfUri(document.uri);
    this.#documents.delete(document);
    this.#held.drop(path);
    this.#trees.forget(path);
  }

  hasScript(path: string, text: string, settings: Settings): boolean {
    const entry = this.#scripts.get(path);
    return entry?.made.deref() !== undefined && this.#isValid(entry, text, settings);
  }

  ofScript(path: string, text: string, settings: Settings): CachedAnalysis {
    const languageId = languageOfFile(path, text) ?? languageIdOf(INCLUDED.script);
    const source = { text, languageId, path };
    const request = { source, isFile: true, settings };
    const { entry, made } = this.#renew(this.#scripts.get(path), request);
    this.#scripts.delete(path);
    this.#scripts.set(path, entry);
    const [oldest] = this.#scripts.keys();
    if (this.#scripts.size > LIMITS.definitions && oldest !== undefined) {
      this.#scripts.delete(oldest);
      this.#held.drop(oldest);
    }
    return made;
  }

  #isValid(entry: Entry, text: string, settings: Settings): boolean {
    if (entry.text !== text || entry.settings !== settings) return false;
    if (entry.unread?.isLoaded()) return false;
    for (const [path, told] of entry.asked) if (this.#files.get(path) !== told) return false;
    return true;
  }

  #renew(
    before: Entry | undefined,
    request: Request,
  ): { readonly entry: Entry; readonly made: CachedAnalysis } {
    const { source, settings } = request;
    const { text, path } = source;
    const isQuiet = source.quiet !== undefined;
    const isSame = before?.isQuiet === isQuiet && this.#isValid(before, text, settings);
    const known = isSame ? before : undefined;
    const memory = before?.memory ?? analysisMemory(this.#trees);
    const atHand = known?.made.deref();
    const made = atHand ?? this.#make(request, memory, known?.id ?? String(++this.#count));
    const size = atHand && known ? known.size : analysisSize(made.analysis);
    this.#held.use(path, { size, made });
    if (atHand && known) return { entry: known, made };
    const { id, asked } = made;
    const { unread } = made.analysis;
    const kept = { id, asked, text, settings, unread, memory, size, isQuiet };
    return { entry: { ...kept, made: new WeakRef(made) }, made };
  }

  #make({ source, isFile, settings }: Request, memory: AnalysisMemory, id: string): CachedAnalysis {
    const asked = new Map<string, string | null | undefined>();
    const noted: Files = {
      ...this.#files,
      get: (path) => {
        const told = this.#files.get(path);
        asked.set(path, told);
        return told;
      },
    };
    const { analyze, on } = this.#attention;
    const analysis = analyze(source, settings, isFile ? noted : undefined, memory);
    const { failures } = analysis;
    let logged = 0;
    const logFailures = (): void => {
      for (const failure of failures.slice(logged)) this.#log.failed(failure);
      logged = failures.length;
    };
    logFailures();
    this.#log.unfollowed(analysis);
    const fixes = once((project: Project) => {
      const rendered = on(source, () => fixesAsAsked(analysis, settings, [], 'all', project));
      return {
        get: (finding: Parameters<RenderedFixes['get']>[0]) => {
          const found = on(source, () => rendered.get(finding));
          logFailures();
          return found;
        },
      };
    });
    return { id, asked, analysis, fixes };
  }
}
