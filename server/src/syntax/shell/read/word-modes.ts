import type { ShellContext } from '../tree.ts';

/** How a word is read. */
export interface WordMode {
  readonly context: ShellContext;
  /** Whether quoted characters are marked. */
  readonly pattern: boolean;
  readonly braces: boolean;
  /** Where `~` expands. */
  readonly tilde: 'word' | 'assigned' | 'operand';
}

/** A word of a command. */
export const BARE: WordMode = { context: 'bare', pattern: false, braces: true, tilde: 'word' };
/** Without brace expansion: redirections, `case`, `[[ … ]]`, subscripts. */
export const PLAIN: WordMode = { ...BARE, braces: false };
/** `x=…` */
export const ASSIGNED: WordMode = { ...PLAIN, tilde: 'assigned' };
/** `declare x=…`, where braces expand. */
export const DECLARED: WordMode = { ...ASSIGNED, braces: true };
/** `case`, `[[ x == … ]]`, `${x%…}` */
export const PATTERN: WordMode = { ...PLAIN, pattern: true };
/** `"…"` */
export const DOUBLE: WordMode = { ...PLAIN, context: 'double' };
/** Unterminated `"…"`. */
export const OPEN_DOUBLE: WordMode = { ...DOUBLE, context: 'double-open' };
/** A here-document with expansions. */
export const DOCUMENT: WordMode = { ...PLAIN, context: 'here-document' };
/** `d` of `${x:-d}` */
export const OPERAND: WordMode = { ...PLAIN, tilde: 'operand' };
/** `word` of `"${x:-word}"` */
export const DOUBLE_OPERAND: WordMode = { ...OPERAND, context: 'double-operand' };
/** A pattern in double quotes. */
export const DOUBLE_PATTERN: WordMode = { ...PATTERN, context: 'double-operand' };
