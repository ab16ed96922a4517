/** One analysis for each document and file, valid as long as nothing that it looked at is another. */
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
import { oncePer } from '../text/lookup.ts';
import { analyzeSettled } from './analyze-settled.ts';
import { type Attention, UNSUPERVISED } from './attention.ts';
import { pathOfFile, pathOfUri } from './files/file-paths.ts';
import type { NoteUnfollowed } from './unfollowed-log.ts';

export interface CachedAnalysis {
  /** Names this analysis; no other one, of this document or another, has the same. */
  readonly id: string;
  readonly analysis: Analysis;
  /** What it was told of each path that it asked for. */
  readonly asked: ReadonlyMap<string, string | null | undefined>;
  /** Made on first use: most documents are never asked for fixes. */
  readonly fixes: (project: Project) => RenderedFixes;
}

/** The analyses of documents, each kept until its text, its files or its settings are others. */
export type AnalysisCache = ReturnType<typeof analysisCache>;

/** What is known of an analysis, whether it is at hand or has to be made once more. */
interface Entry extends Pick<CachedAnalysis, 'id' | 'asked'> {
  readonly text: string;
  readonly settings: Settings;
  /** Whether it was not run. */
  readonly isQuiet: boolean;
  /** What had to be loaded first. */
  readonly unread: Loading | undefined;
  readonly memory: AnalysisMemory;
  readonly size: number;
  readonly made: WeakRef<CachedAnalysis>;
}

/**
 * How many bytes of analyses are held: as many as nearly all that are large take alone, so that no question about one has it
 * made again. Others are given up when somebody needs the room.
 */
const MAX_HELD = 56 * 1024 * 1024;

/** What an analysis of an open document is made with. */
interface OwnAnalysisParts {
  readonly cache: AnalysisCache;
  readonly load: (paths: readonly string[]) => Promise<void>;
  readonly settingsOf: (uri: string) => Settings;
}

/** What an open document says itself, once all is read that it brings in; what others say about it is not asked. */
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

function sourceOf(document: TextDocument): Source {
  const { uri, languageId } = document;
  return { text: document.getText(), languageId, path: pathOfFile(uri) ?? pathOfUri(uri) };
}

/** How many scripts that are not open are remembered. */
const MAX_SCRIPTS = 256;

/** Who hears what people may want to know. */
interface AnalysisLog {
  /** Gets what went wrong inside an analysis, once. */
  readonly failed: (failure: string) => void;
  /** Gets each analysis, to say where it was not followed. */
  readonly unfollowed: NoteUnfollowed;
}

/**
 * A cache without anything in it. `log` gets failures inside and what takes long, `quietOf` says of open files, each with its
 * language, whether they need not be run.
 */
export function analysisCache(
  files: Files,
  log: AnalysisLog,
  { analyze, on }: Attention = UNSUPERVISED,
  quietOf: (path: string, languageId: string) => Source['quiet'] = () => undefined,
) {
  const documents = new WeakMap<TextDocument, Entry>();
  const scripts = new Map<string, Entry>();
  const trees = scriptTrees();
  const held = recentlyUsed<{ readonly size: number; readonly made: CachedAnalysis }>(MAX_HELD);
  let count = 0;

  function isValid(entry: Entry, text: string, settings: Settings): boolean {
    if (entry.text !== text || entry.settings !== settings) return false;
    if (entry.unread?.isLoaded()) return false;
    for (const [path, told] of entry.asked) if (files.get(path) !== told) return false;
    return true;
  }

  /** The analysis of a text as it is, and what is to be known of it the next time. */
  function renew(
    before: Entry | undefined,
    source: Source,
    isFile: boolean,
    isTypedIn: boolean,
    settings: Settings,
  ): { readonly entry: Entry; readonly made: CachedAnalysis } {
    const { text, path } = source;
    const isSame = before?.isQuiet === (source.quiet !== undefined);
    const known = before && isSame && isValid(before, text, settings) ? before : undefined;
    const memory = before?.memory ?? analysisMemory(trees, isTypedIn);
    const atHand = known?.made.deref();
    const made = atHand ?? make(source, isFile, settings, memory, known?.id ?? String(++count));
    const size = atHand && known ? known.size : analysisSize(made.analysis);
    held.use(path, { size, made });
    if (atHand && known) return { entry: known, made };
    const { id, asked } = made;
    const { unread } = made.analysis;
    const isQuiet = source.quiet !== undefined;
    const kept = { id, asked, text, settings, unread, memory, size, isQuiet };
    const entry = { ...kept, made: new WeakRef(made) };
    return { entry, made };
  }

  function make(
    source: Source,
    isFile: boolean,
    settings: Settings,
    memory: AnalysisMemory,
    id: string,
  ): CachedAnalysis {
    const asked = new Map<string, string | null | undefined>();
    const noted: Files = {
      ...files,
      get: (path) => {
        const told = files.get(path);
        asked.set(path, told);
        return told;
      },
    };
    const analysis = analyze(source, settings, isFile ? noted : undefined, memory);
    for (const failure of analysis.failures) log.failed(failure);
    log.unfollowed(analysis);
    let told = analysis.failures.length;
    return {
      id,
      asked,
      analysis,
      fixes: oncePer((project: Project) => {
        const fixes = on(source, () => fixesAsAsked(analysis, settings, [], 'all', project));
        return {
          get: (finding) => {
            const found = on(source, () => fixes.get(finding));
            for (const failure of analysis.failures.slice(told)) log.failed(failure);
            told = analysis.failures.length;
            return found;
          },
        };
      }),
    };
  }

  return {
    /** The analysis of an open document. One that is no file brings in nothing. */
    ofDocument: (document: TextDocument, settings: Settings) => {
      const before = documents.get(document);
      const isFile = pathOfFile(document.uri) !== undefined;
      const own = sourceOf(document);
      const source = isFile ? { ...own, quiet: quietOf(own.path, own.languageId) } : own;
      const { entry, made } = renew(before, source, isFile, true, settings);
      documents.set(document, entry);
      return made;
    },
    /** Told of a document that was closed. */
    closed: (document: TextDocument) => {
      const path = pathOfFile(document.uri) ?? pathOfUri(document.uri);
      documents.delete(document);
      held.drop(path);
      trees.forget(path);
    },
    /** Whether that analysis is at hand, so that it takes no time. */
    hasScript: (path: string, text: string, settings: Settings) => {
      const entry = scripts.get(path);
      return entry?.made.deref() !== undefined && isValid(entry, text, settings);
    },
    /** The analysis of a script that is not open, by its absolute path. */
    ofScript: (path: string, text: string, settings: Settings) => {
      const languageId = languageOfFile(path, text) ?? languageIdOf(INCLUDED.script);
      const source = { text, languageId, path };
      const { entry, made } = renew(scripts.get(path), source, true, false, settings);
      // The one that was used last is the last to go.
      scripts.delete(path);
      scripts.set(path, entry);
      const [oldest] = scripts.keys();
      if (scripts.size > MAX_SCRIPTS && oldest !== undefined) {
        scripts.delete(oldest);
        held.drop(oldest);
      }
      return made;
    },
  };
}
