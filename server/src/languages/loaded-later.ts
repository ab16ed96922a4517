/** Loads a language with its first file, so that unused parsers cost nothing. Why: docs/decisions/processes.md */
import type { CompletionSupport, EditSupport, LanguageSupport } from './support.ts';

export type Later = Pick<
  LanguageSupport,
  'lower' | 'comments' | 'edit' | 'complete' | 'socketDirectoryAt' | 'withoutShell'
>;

type AtStart = Omit<LanguageSupport, Exclude<keyof Later, 'withoutShell'> | 'loading'>;

const NO_EDITS: EditSupport = {};
const NO_COMPLETION: CompletionSupport = { repairs: () => [] };

/** Joins both; calls `load` once unless it fails. */
export function loadedLater(atStart: AtStart, load: () => Promise<Later>): LanguageSupport {
  let later: Later | undefined;
  let loads: Promise<void> | undefined;
  return {
    ...atStart,
    loading: {
      isLoaded: () => later !== undefined,
      load: () => {
        loads ??= load().then(
          (loaded) => {
            later = loaded;
          },
          (error) => {
            loads = undefined;
            throw error;
          },
        );
        return loads;
      },
    },
    lower: (text, around) => later?.lower(text, around) ?? [],
    get comments() {
      return later?.comments;
    },
    get edit() {
      return later?.edit ?? NO_EDITS;
    },
    get socketDirectoryAt() {
      return later?.socketDirectoryAt;
    },
    get withoutShell() {
      return later?.withoutShell ?? atStart.withoutShell;
    },
    get complete() {
      return later?.complete ?? NO_COMPLETION;
    },
  };
}
