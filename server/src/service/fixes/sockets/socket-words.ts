/**
 * How new sockets are written: the directory that they lie in, how their server is switched on, and what becomes of them
 * on Windows, where UNIX sockets are there since QEMU 7.2 and few clients can open them.
 * Why: docs/decisions/fix-safety.md
 */

import * as l10n from '@vscode/l10n';
import type { LanguageSupport } from '../../../languages/support.ts';
import { NEWEST_VERSION } from '../../../qemu/options/version.ts';
import type { FixId } from '../../../rules/fix-ids.ts';
import { plain, type Template, type TemplatePart } from '../../../syntax/spell.ts';
import type { Encodings } from '../../../text/encoding.ts';
import type { Analysis } from '../../analysis/analyze.ts';
import type { Settings } from '../../settings/settings.ts';
import type { RenderedFix } from '../render-fix.ts';

/**
 * UNIX socket paths hold 108 bytes with the NUL on Linux and 104 on macOS (`sockaddr_un` in unix(7) and unix(4)), and a
 * script may be run on either.
 */
const MAX_PATH = 103;

/** Since 4.1 QEMU's own documentation writes `server=on`; every version takes the short form here. */
const LONG_BOOLEANS = 401;

/** `server=on,wait=off`, or `server,nowait` for an old QEMU and where the text speaks like that. */
export function serverFlags({ qemuVersion }: Settings, text: string): string {
  const old = (qemuVersion ?? NEWEST_VERSION) < LONG_BOOLEANS;
  return old || /,\s*nowait\b/.test(text) ? 'server,nowait' : 'server=on,wait=off';
}

/**
 * An expansion in the directory of sockets, as far as it runs nothing: who opens somebody else's workspace must
 * not get a command into a script by the settings of that workspace.
 */
const EXPANSION =
  /(\$\{\w+(?::?[-+=](?:[^}$`\\"']|\$\w+(?!\w)|\$\{\w+(?::?[-+=][^}$`\\"']*)?\})*)?\}|\$\w+)/;

/**
 * The directory of sockets: the user's setting where the host language can express it. With `nounset` nothing may be
 * expanded that is perhaps not set. `at` says how text is written at the place.
 */
export function socketDirectory(
  host: LanguageSupport,
  { socketDirectory: chosen }: Settings,
  nounset = false,
  at?: Encodings,
): Template {
  if (chosen === undefined || (!host.expands && chosen.includes('$'))) {
    if (at && host.socketDirectoryAt) return host.socketDirectoryAt(at);
    return (nounset ? host.socketDirectoryIfSet : undefined) ?? host.socketDirectory;
  }
  const withSlash = chosen.endsWith('/') ? chosen : `${chosen}/`;
  if (!host.expands) return plain(withSlash);
  // Every other item is an expansion, since its pattern is a group.
  return withSlash
    .split(EXPANSION)
    .map((item, index): TemplatePart => {
      return index % 2 === 1 ? { kind: 'source', source: item } : { kind: 'text', text: item };
    })
    .filter((part) => part.kind === 'source' || part.text !== '');
}

/** Whether a script of an analysis may end at a variable that is not set: by `set -u`, or as `#!/bin/bash -eu` says. */
export function endsAtUnset({
  invocations,
  source,
}: Pick<Analysis, 'invocations' | 'source'>): boolean {
  const isSaid = invocations.some((found) => found.kind === 'argv' && found.nounset === true);
  return isSaid || hasStrictFirstLine(source.text);
}

/** Whether a script begins with a line such as `#!/bin/bash -eu`. */
export function hasStrictFirstLine(text: string): boolean {
  return /^#!.*sh[ \t]+-\w*u/.test(text);
}

/** Whether a path fits into a socket's address as far as it is literal. */
export function fitsSocket(path: Template): boolean {
  const literal = path.map((part) => (part.kind === 'text' ? part.text : '')).join('');
  if (literal.length > MAX_PATH) return false;
  // No character takes more than three bytes for each of its code units, and most paths are short.
  return 3 * literal.length <= MAX_PATH || new TextEncoder().encode(literal).length <= MAX_PATH;
}

/** The first version whose chardevs can be UNIX sockets on Windows (util/qemu-sockets.c, commit d409373b). */
const UNIX_ON_WINDOWS = 702;

/** Fixes that write the path of a UNIX socket. */
const WRITES_PATH: ReadonlySet<FixId> = new Set([
  'switch-to-unix',
  'connect-to-unix',
  'own-socket',
]);

/**
 * The fixes of a finding as they are offered for a language: those for Windows in the order that is honest there. A
 * `program` such as `qemu-system-i386.exe`, which a shell starts in WSL, has no paths that this shell puts together.
 */
export function fixesFor(
  host: LanguageSupport | undefined,
  { qemuVersion = NEWEST_VERSION }: Settings,
  program: string,
  fixes: readonly RenderedFix[],
): readonly RenderedFix[] {
  if (host?.startsOn !== 'windows') {
    if (!/\.exe$/i.test(program)) return fixes;
    return fixes.filter(({ id, edits }) => {
      return !WRITES_PATH.has(id) || !edits.some(({ text }) => text.includes('$'));
    });
  }
  const offered = fixes.flatMap((fix): RenderedFix[] => {
    if (!WRITES_PATH.has(fix.id)) return [fix];
    if (qemuVersion < UNIX_ON_WINDOWS) return [];
    const risk = l10n.t(
      'Needs QEMU 7.2 and Windows 10; few clients on Windows can open UNIX sockets',
    );
    return [{ ...fix, safety: 'review', preferred: false, risk }];
  });
  const isFirst = ({ id }: RenderedFix): number => (id === 'listen-on-loopback' ? 0 : 1);
  return offered.toSorted((one, other) => isFirst(one) - isFirst(other));
}
