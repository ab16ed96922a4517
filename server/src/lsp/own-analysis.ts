/** What an open document says itself, once all is read that it brings in; what others say about it is not asked. */
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Analysis } from '../service/analyze.ts';
import { MAX_FILES } from '../service/included-files.ts';
import type { Settings } from '../service/settings.ts';
import type { AnalysisCache } from './analysis-cache.ts';
import type { FileStore } from './file-store.ts';

/** How often what was fetched may lead to something else to fetch. */
const MAX_ROUNDS = 32;

export interface OwnAnalysisParts {
  readonly cache: AnalysisCache;
  readonly store: FileStore;
  readonly settingsOf: (uri: string) => Settings;
}

export async function ownAnalysis(
  { cache, store, settingsOf }: OwnAnalysisParts,
  document: TextDocument,
): Promise<Analysis> {
  for (let round = 0; ; round++) {
    const { analysis } = cache.ofDocument(document, settingsOf(document.uri));
    if (analysis.wanted.length === 0 || round >= MAX_ROUNDS) return analysis;
    await store.load(analysis.wanted.slice(0, MAX_FILES));
  }
}
