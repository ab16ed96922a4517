/** Programs and data of any language with QEMU options in lists of strings. Nothing else of them is interpreted. */
import { mayHoldMonitor } from '../../invocation/lists/mentions.ts';
import { mayHoldQemu } from '../../invocation/program.ts';
import { plain, type Template } from '../../syntax/spell.ts';
import type { Span } from '../../text/span.ts';
import { loadedLater } from '../loaded-later.ts';
import { SHELL_SOCKETS } from '../shell/index.ts';
import type { LanguageSupport } from '../support.ts';
import { LIST_LANGUAGES, type ListFiles, type ListLanguage } from './table.ts';

type Directory = Pick<
  LanguageSupport,
  'socketDirectory' | 'socketDirectoryIfSet' | 'expands' | 'startsOn' | 'withoutShell'
>;

/** Most literals expand nothing, so the path is relative to the working directory. */
function directoryOf(windows?: string): Directory {
  if (windows === undefined) return { socketDirectory: plain(''), expands: false };
  const socketDirectory: Template = [{ kind: 'source', source: windows }, ...plain('/')];
  return { socketDirectory, startsOn: 'windows', expands: false };
}

function directoryAt(behind: (text: string) => string): Directory {
  const own = { socketDirectory: plain(behind('')), expands: false };
  const socketDirectoryIn = (document: string, at: Span) =>
    plain(behind(document.slice(0, at.start)));
  return { ...own, withoutShell: { ...own, socketDirectoryIn } };
}

const WITH_SHELLS: Directory = {
  ...SHELL_SOCKETS,
  withoutShell: directoryOf(),
};

function supportOf(language: ListLanguage, files: ListFiles): LanguageSupport {
  const { id, names, firstLine, isOwn, patterns, directoryBehind, hasNoComments } = files;
  const comment = language.comment ?? language.lineComments[0];
  const own = directoryBehind
    ? directoryAt(directoryBehind)
    : directoryOf(language.windowsDirectory);
  return loadedLater(
    {
      id,
      detect: {
        languageIds: [id],
        names,
        paths: names,
        ...(firstLine ? { firstLine } : {}),
        ...(isOwn ? { ownNames: names, looksOwn: () => true } : {}),
        ...(patterns ? { patterns } : {}),
        mayHaveFindings: language.shells
          ? (text) => mayHoldMonitor(text) || mayHoldQemu(text)
          : mayHoldMonitor,
      },
      ...(language.shells ? WITH_SHELLS : own),
    },
    async () => {
      const { readerOf } = await import('./reader.ts');
      return readerOf(language, hasNoComments ? undefined : comment);
    },
  );
}

export const LISTS: readonly LanguageSupport[] = Object.values<ListLanguage>(
  LIST_LANGUAGES,
).flatMap((language) => language.files.map((files) => supportOf(language, files)));
