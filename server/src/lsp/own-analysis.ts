/** What an open document says itself, once all is read that it brings in; what others say about it is not asked. */
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { MAX_FILES, MAX_ROUNDS } from '../service/included-files.ts';
import type { Settings } from '../service/settings.ts';
import type { AnalysisCache, CachedAnalysis } from './analysis-cache.ts';
import type { FileStore } from './file-store.ts';

export interface OwnAnalysisParts {
  readonly cache: AnalysisCache;
  readonly store: FileStore;
  readonly settingsOf: (uri: string) => Settings;
}

export async function ownAnalysis(
  { cache, store, settingsOf }: OwnAnalysisParts,
  document: TextDocument,
): Promise<CachedAnalysis> {
  for (let round = 0; ; round++) {
    const made = cache.ofDocument(document, settingsOf(document.uri));
    const { wanted } = made.analysis;
    if (wanted.length === 0 || round >= MAX_ROUNDS) return made;
    await store.load(wanted.slice(0, MAX_FILES));
  }
}
