/** Displays in lists. VNC shows the default monitor, unless the function replaces it. */
import { once } from '../../text/lookup.ts';
import { type MappedText, UNKNOWN } from '../../text/mapped-text.ts';
import { MONITOR_OPTIONS, oneOf } from '../monitor-options.ts';
import { CONTROL, type Program } from './program.ts';

/** Without dashes. */
export const DISPLAY_OPTIONS = ['vnc', 'spice', 'display'];

/** `:1`, `0.0.0.0:1,password`, `%s:%d`. */
const DISPLAY = new RegExp(
  String.raw`^(?:[\w.*[\]${UNKNOWN}-]{0,80}:(?:\d{1,5}|${UNKNOWN})+(?:,|$)|unix:|${UNKNOWN})`,
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

/** Whether an unconditional statement around a display, in its function, replaces or moves the default monitor. */
export function defaultReplacedIn(program: Program) {
  const { file, textAt } = program;
  const blocks = once(() => {
    const replaced = new Set<number>();
    for (const [index, token] of file.tokens.entries()) {
      if (token.kind !== 'literal') continue;
      const { start, end } = token.inner;
      if (!REPLACING.test(file.source.slice(start, end))) continue;
      const block = program.blockOf(index);
      let whole = index;
      while ((program.tokenAt(whole)?.parent ?? -1) > block)
        whole = program.tokenAt(whole)?.parent ?? -1;
      if (!CONTROL.test(textAt(program.statementStart(whole)))) replaced.add(block);
    }
    return replaced;
  });
  return ({ index, scope }: { readonly index: number; readonly scope: number }): boolean => {
    for (let block = program.blockOf(index); ; block = program.blockOf(block)) {
      if (blocks().has(block)) return true;
      if (block === -1 || block === scope) return false;
    }
  };
}
