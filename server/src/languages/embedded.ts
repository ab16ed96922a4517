import { READCONFIG } from '../syntax/readconfig/encodings.ts';
import { type Encodings, innermost, replaceInnermost } from '../text/encoding.ts';
import type { Span } from '../text/span.ts';
import { LANGUAGES } from './index.ts';
import type { LanguageSupport } from './support.ts';

interface EmbeddedLanguage {
  readonly language: LanguageSupport;
  /** Whether its sockets lie where the script's do. */
  readonly followsScript: boolean;
}

/** The language of embedded text, such as the config file in `cat >vm.cfg <<EOF`; undefined for the script's own. */
export function languageInside(encodings: Encodings): EmbeddedLanguage | undefined {
  const around = encodings.layers.at(-2);
  if (around === undefined) return undefined;
  const { notation } = innermost(encodings);
  const language = LANGUAGES.find(({ embedded }) => embedded?.notation === notation);
  if (!language?.embedded) return undefined;
  const { mayExpand, followsScript } = language.embedded;
  // The shell expands `$NAME` unless the delimiter is quoted.
  const expands = mayExpand && around.id === 'here-document';
  return { language, followsScript: expands && followsScript };
}

/** The language at a place, which may have no shell. */
export function languageAt(
  host: LanguageSupport,
  encodings: Encodings,
  document: string,
  at: Span,
): LanguageSupport {
  const { withoutShell } = host;
  if (withoutShell === undefined || innermost(encodings).notation === 'shell') return host;
  const { socketDirectoryIfSet: _, ...others } = host;
  const { socketDirectoryIn, ...own } = withoutShell;
  const socketDirectory = socketDirectoryIn?.(document, at) ?? own.socketDirectory;
  return { ...others, ...own, socketDirectory };
}

/** The encoding of a value as its key's suggests, for `host = ""` without a character. */
export function valueEncodingsBeside(key: Encodings | undefined): Encodings {
  return key === undefined ? READCONFIG.quoted : replaceInnermost(key, READCONFIG.quoted);
}
