/**
 * Programs in any language, and data: they start QEMU with options that stand in lists of strings. What else such a file
 * says is not known.
 */
import { mayHoldMonitor } from '../../invocation/lists/mentions.ts';
import { plain } from '../../syntax/spell.ts';
import { loadedLater } from '../loaded-later.ts';
import type { LanguageSupport } from '../support.ts';
import { LIST_LANGUAGES } from './table.ts';

export const LISTS: readonly LanguageSupport[] = LIST_LANGUAGES.flatMap(
  ({ ids, patterns, literals, comment, windowsDirectory }) =>
    ids.map(({ id, names }, index): LanguageSupport => {
      return loadedLater(
        {
          id,
          detect: {
            languageIds: [id],
            ...{ names, paths: names },
            ...(patterns && index === 0 ? { patterns } : {}),
            isCommon: true,
            mayHaveFindings: mayHoldMonitor,
          },
          editable: true,
          // Most literals expand nothing; a relative path is taken from where the program is started.
          socketDirectory:
            windowsDirectory === undefined
              ? plain('')
              : [{ kind: 'source', source: windowsDirectory }, ...plain('/')],
          ...(windowsDirectory === undefined ? {} : { startsOn: 'windows' as const }),
          ...{ expands: false, isScript: false, hasShellWords: false, broughtInAs: undefined },
        },
        async () => (await import('./reader.ts')).readerOf(literals, comment),
      );
    }),
);
