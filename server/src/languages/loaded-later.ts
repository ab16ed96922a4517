/**
 * A language of which the server has at its start no more than by what its files are known. The rest is loaded when the
 * first file needs it, so that a further parser costs nobody anything who has no file for it.
 * Why: docs/decisions/readers-are-loaded-when-a-file-needs-one.md
 */
import type { CompletionSupport, EditSupport, LanguageSupport } from './support.ts';

/** What is loaded later. */
export type Later = Pick<
  LanguageSupport,
  'lower' | 'comments' | 'edit' | 'complete' | 'socketDirectoryAt' | 'withoutShell'
>;

/** What is there from the start. */
type AtStart = Omit<LanguageSupport, Exclude<keyof Later, 'withoutShell'> | 'loading'>;

const NO_EDITS: EditSupport = {};
const NO_COMPLETION: CompletionSupport = { repairs: () => [] };

/** Puts both together. `load` is called once, unless it fails. */
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
