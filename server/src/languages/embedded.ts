/** Languages that stand inside a script, such as the config file in the here-document of `cat >vm.cfg <<EOF`. */
import { READCONFIG } from '../syntax/readconfig/encodings.ts';
import { type Encodings, innermost, replaceInnermost } from '../text/encoding.ts';
import type { Span } from '../text/span.ts';
import { LANGUAGES } from './index.ts';
import type { LanguageSupport } from './support.ts';

/** A language inside a script. */
interface EmbeddedLanguage {
  readonly language: LanguageSupport;
  /** Whether sockets lie where the script around would have them. */
  readonly followsScript: boolean;
}

/** The language in which a text is written that a script holds; undefined for text of the script itself. */
export function languageInside(encodings: Encodings): EmbeddedLanguage | undefined {
  const around = encodings.layers.at(-2);
  if (around === undefined) return undefined;
  const { notation } = innermost(encodings);
  const language = LANGUAGES.find(({ embedded }) => embedded?.notation === notation);
  if (!language?.embedded) return undefined;
  const { mayExpand, followsScript } = language.embedded;
  // The shell around it replaces `$NAME`, unless a here-document's delimiter is quoted.
  const expands = mayExpand && around.id === 'here-document';
  return { language, followsScript: expands && followsScript };
}

/** What is to be known of a language where text is written so at a place: a shell reads it there, or none. */
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

/** How the value of a line is written whose key is written so: `host = ""` has no character to tell. */
export function valueEncodingsBeside(key: Encodings | undefined): Encodings {
  return key === undefined ? READCONFIG.quoted : replaceInnermost(key, READCONFIG.quoted);
}
