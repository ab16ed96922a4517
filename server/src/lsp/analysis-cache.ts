/** One analysis for each document, valid for its version and the settings it was made with. */
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { type Analysis, analyze, type ShownFinding } from '../service/analyze.ts';
import { type RenderedFix, renderFixes } from '../service/render-fix.ts';
import type { Settings } from '../service/settings.ts';

export interface CachedAnalysis {
  /** Names this analysis; no other one, of this document or another, has the same. */
  readonly resultId: string;
  readonly analysis: Analysis;
  /** Made on first use: most documents are never asked for fixes. */
  readonly fixes: () => ReadonlyMap<ShownFinding, readonly RenderedFix[]>;
}

export interface AnalysisCache {
  readonly get: (document: TextDocument, settings: Settings) => CachedAnalysis;
}

interface Entry extends CachedAnalysis {
  readonly version: number;
  readonly settings: Settings;
}

/** `report` gets what went wrong inside an analysis, once. */
export function analysisCache(report: (failure: string) => void): AnalysisCache {
  const entries = new WeakMap<TextDocument, Entry>();
  let made = 0;
  return {
    get: (document, settings) => {
      const known = entries.get(document);
      if (known?.version === document.version && known.settings === settings) return known;
      const analysis = analyze(
        { text: document.getText(), languageId: document.languageId, path: pathOf(document.uri) },
        settings,
      );
      for (const failure of analysis.failures) report(failure);
      let fixes: ReturnType<CachedAnalysis['fixes']> | undefined;
      const entry: Entry = {
        resultId: String(++made),
        version: document.version,
        settings,
        analysis,
        fixes: () => {
          fixes ??= renderFixes(analysis, settings);
          return fixes;
        },
      };
      entries.set(document, entry);
      return entry;
    },
  };
}

/** The path of a URI, decoded; the URI itself where it cannot be. */
function pathOf(uri: string): string {
  try {
    return decodeURIComponent(uri.replace(/^[\w+.-]+:(?:\/\/[^/]*)?/, ''));
  } catch {
    return uri;
  }
}
