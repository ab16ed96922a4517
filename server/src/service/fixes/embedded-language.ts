/** Config files, domains and arguments that stand inside a script, such as the here-document of `cat >vm.cfg <<EOF`. */
import { READCONFIG } from '../../syntax/readconfig/encodings.ts';
import { type Encodings, innermost, replaceInnermost } from '../../text/encoding.ts';
import type { HostId } from '../languages.ts';

/** A language inside a script. */
export interface EmbeddedLanguage {
  readonly id: Exclude<HostId, 'shell' | 'libvirt-log'>;
  /** Whether the shell around it replaces `$NAME`, as it does unless a here-document's delimiter is quoted. */
  readonly expands: boolean;
}

/** The host languages of the notations that scripts hold; `virt-install` divides its arguments as shlex does. */
const BY_NOTATION: ReadonlyMap<string, EmbeddedLanguage['id']> = new Map([
  ['readconfig', 'readconfig'],
  ['shlex', 'args'],
  ['xml', 'domain-xml'],
]);

/** The language in which a text is written that a script holds; undefined for text of the script itself. */
export function languageInside(encodings: Encodings): EmbeddedLanguage | undefined {
  const around = encodings.layers.at(-2);
  const id = BY_NOTATION.get(innermost(encodings).notation);
  if (around === undefined || id === undefined) return undefined;
  return { id, expands: id !== 'args' && around.id === 'here-document' };
}

/** How the value of a line is written whose key is written so: `host = ""` has no character to tell. */
export function valueEncodingsBeside(key: Encodings | undefined): Encodings {
  return key === undefined ? READCONFIG.quoted : replaceInnermost(key, READCONFIG.quoted);
}
