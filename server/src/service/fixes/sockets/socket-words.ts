/** Spelling of new sockets, also for Windows (since QEMU 7.2). Why: docs/decisions/fix-safety.md */

import * as l10n from '@vscode/l10n';
import type { LanguageSupport } from '../../../languages/support.ts';
import { NEWEST_VERSION } from '../../../qemu/options/version.ts';
import type { FixId } from '../../../rules/fix-ids.ts';
import { plain, type Template, type TemplatePart } from '../../../syntax/spell.ts';
import type { Encodings } from '../../../text/encoding.ts';
import type { Analysis } from '../../analysis/analyze.ts';
import type { Settings } from '../../settings/settings.ts';
import type { RenderedFix } from '../render-fix.ts';

/** `sockaddr_un` has 108 bytes with the NUL on Linux, 104 on macOS (unix(7), unix(4)). */
const PATH_BYTES = 103;

/** QEMU's documentation writes `server=on` since 4.1; all versions accept the short form. */
const LONG_BOOLEANS = 401;

/** `server,nowait` for an old QEMU or a text with that form. */
export function serverFlags({ qemuVersion }: Settings, text: string): string {
  const old = (qemuVersion ?? NEWEST_VERSION) < LONG_BOOLEANS;
  return old || /,\s*nowait\b/.test(text) ? 'server,nowait' : 'server=on,wait=off';
}

/** Expansions that run nothing: a workspace's settings must not put commands into a script. */
const EXPANSION =
  /(\$\{\w+(?::?[-+=](?:[^}$`\\"']|\$\w+(?!\w)|\$\{\w+(?::?[-+=][^}$`\\"']*)?\})*)?\}|\$\w+)/;

/** The user's setting if the language can express it. `nounset`: with variables that are surely set. */
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
  // A group of the pattern, so odd items are expansions.
  return withSlash
    .split(EXPANSION)
    .map((item, index): TemplatePart => {
      return index % 2 === 1 ? { kind: 'source', source: item } : { kind: 'text', text: item };
    })
    .filter((part) => part.kind === 'source' || part.text !== '');
}

/** Whether an unset variable may end a script: `set -u`, `#!/bin/bash -eu`. */
export function endsAtUnset({
  invocations,
  source,
}: Pick<Analysis, 'invocations' | 'source'>): boolean {
  const isSaid = invocations.some((found) => found.kind === 'argv' && found.nounset === true);
  return isSaid || hasStrictFirstLine(source.text);
}

/** `#!/bin/bash -eu`. */
export function hasStrictFirstLine(text: string): boolean {
  return /^#!.*sh[ \t]+-\w*u/.test(text);
}

/** Whether a path's literal part fits a socket's address. */
export function fitsSocket(path: Template): boolean {
  const literal = path.map((part) => (part.kind === 'text' ? part.text : '')).join('');
  if (literal.length > PATH_BYTES) return false;
  // At most three bytes a code unit.
  return 3 * literal.length <= PATH_BYTES || new TextEncoder().encode(literal).length <= PATH_BYTES;
}

/** util/qemu-sockets.c, commit d409373b. */
const UNIX_ON_WINDOWS = 702;

const WRITES_PATH: ReadonlySet<FixId> = new Set([
  'switch-to-unix',
  'connect-to-unix',
  'own-socket',
]);

/** A finding's fixes in order. A `.exe` started from WSL does not share the shell's paths. */
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
