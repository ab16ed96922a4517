/**
 * Fixes of what starts QEMU on Windows. UNIX sockets are there since QEMU 7.2, and few clients can open them.
 * Why: docs/decisions/on-windows-loopback-comes-first.md
 */
import * as l10n from '@vscode/l10n';
import type { LanguageSupport } from '../../../languages/support.ts';
import { NEWEST_VERSION } from '../../../qemu/options/version.ts';
import type { FixId } from '../../../rules/fix-ids.ts';
import type { Settings } from '../../settings/settings.ts';
import type { RenderedFix } from '../render-fix.ts';

/** The first version whose chardevs can be UNIX sockets on Windows (util/qemu-sockets.c, commit d409373b). */
const UNIX_ON_WINDOWS = 702;

/** Fixes that write the path of a UNIX socket. */
const WRITES_PATH: ReadonlySet<FixId> = new Set([
  'switch-to-unix',
  'connect-to-unix',
  'own-socket',
]);

/** The fixes of a finding as they are offered for a language: those for Windows in the order that is honest there. */
export function fixesFor(
  host: LanguageSupport | undefined,
  { qemuVersion = NEWEST_VERSION }: Settings,
  fixes: readonly RenderedFix[],
): readonly RenderedFix[] {
  if (host?.startsOn !== 'windows') return fixes;
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
