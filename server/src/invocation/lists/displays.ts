/** Displays in lists. VNC shows the default monitor, unless the function replaces it. */
import { type MappedText, UNKNOWN } from '../../text/mapped-text.ts';
import { MONITOR_OPTIONS, oneOf } from '../monitor-options.ts';
import type { Program } from './program.ts';

/** Without dashes. */
export const DISPLAY_OPTIONS = ['vnc', 'spice', 'display'];

/** `:1`, `0.0.0.0:1,password`, `%s:%d`. */
const DISPLAY = new RegExp(
  String.raw`^(?:[\w.*[\]${UNKNOWN}-]{0,80}:(?:\d{1,5}|${UNKNOWN})+(?:,|$)|unix:)`,
);

/** Whether an option and its value make a display. */
export function isDisplay(name: string, { decoded }: MappedText): boolean {
  if (name === 'vnc') return DISPLAY.test(decoded);
  if (name === 'spice') return /(?:^|,)(?:tls-)?port=/.test(decoded);
  return name === 'display' && /^vnc=/.test(decoded) && DISPLAY.test(decoded.slice(4));
}

const REPLACING = new RegExp(
  String.raw`(?<![\w-])--?(?:${oneOf(MONITOR_OPTIONS)}|nodefaults|nographic)(?![\w-])|mon:`,
);

/** Functions that replace or move the default monitor, by `Program.scopeOf`. */
export function scopesWithoutDefault({ file, scopeOf }: Program): ReadonlySet<number> {
  const replaced = new Set<number>();
  for (const [index, token] of file.tokens.entries()) {
    if (token.kind !== 'literal') continue;
    const { start, end } = token.inner;
    if (REPLACING.test(file.source.slice(start, end))) replaced.add(scopeOf(index));
  }
  return replaced;
}
