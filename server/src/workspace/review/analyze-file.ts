/** Analyzes closed files with what they bring in. */
import type { Analysis, Source } from '../../service/analysis/analyze.ts';
import type { Files } from '../../service/analysis/included-files.ts';
import { analysisMemory, scriptTrees } from '../../service/language-service.ts';
import type { Settings } from '../../service/settings/settings.ts';
import { LIMITS } from '../../text/limits.ts';
import { addToSet } from '../../text/lookup.ts';
import { folderOf, nameOf } from '../../text/paths.ts';
import { analyzeSettled } from '../analyze-settled.ts';
import type { Attention } from '../attention.ts';
import { pathIn, uriOfFile } from '../files/file-paths.ts';
import type { FileStore } from '../files/file-store.ts';
import { namedFiles } from '../files/named-files.ts';

export interface FileAnalyzerParts {
  readonly attention: Attention;
  readonly store: FileStore;
  readonly settingsOf: (uri: string) => Settings;
  readonly failed: (failure: string) => void;
  readonly filesOf: (source: Source) => Files;
  readonly isUnwanted?: () => boolean;
}

/** Makes an analyzer. It calls `sourceOf` before each analysis, and ends if that returns undefined. */
export function fileAnalyzer(parts: FileAnalyzerParts, trees = scriptTrees()) {
  const { attention, store } = parts;
  /** By a file's name, since a project's applications ask for the same files beside them. */
  const askedBeside = new Map<string, Set<string>>();
  const note = ({ source: { path }, wanted }: Analysis): void => {
    for (const asked of wanted) {
      const isFull = (askedBeside.get(nameOf(path))?.size ?? 0) >= LIMITS.several;
      if (!isFull && folderOf(asked) === folderOf(path))
        addToSet(askedBeside, nameOf(path), nameOf(asked));
    }
  };
  return async <None extends undefined = never>(
    sourceOf: () => Source | None,
    ownTrees = trees,
  ): Promise<Analysis | None> => {
    const memory = analysisMemory(ownTrees);
    const first = sourceOf();
    // A quiet file needs no others.
    if (first && !first.quiet) {
      const names = [...(askedBeside.get(nameOf(first.path)) ?? [])];
      const beside = names.map((name) => pathIn(folderOf(first.path), name));
      await store.load([...namedFiles(first.path, first.text), ...beside]);
    }
    const made = await analyzeSettled<Analysis | None>({
      analyze: (isLast) => {
        const source = sourceOf();
        if (source === undefined) return source;
        const files = { ...parts.filesOf(source), isRead: !isLast };
        return attention.analyze(source, parts.settingsOf(uriOfFile(source.path)), files, memory);
      },
      unreadBy: (analysis) => analysis?.unread,
      wantedBy: (analysis) => {
        if (analysis) note(analysis);
        return analysis?.wanted ?? [];
      },
      load: store.load,
      ...(parts.isUnwanted && { isUnwanted: parts.isUnwanted }),
    });
    for (const failure of made?.failures ?? []) parts.failed(failure);
    return made;
  };
}
