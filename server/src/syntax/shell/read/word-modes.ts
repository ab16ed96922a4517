/** Reading modes of words by position. */
import type { ShellContext } from '../tree.ts';

/** How the characters of a word are read. */
export interface WordMode {
  readonly context: ShellContext;
  /** In a pattern, quoted characters are marked. */
  readonly pattern: boolean;
  readonly braces: boolean;
  /** Where `~` may expand. */
  readonly tilde: 'word' | 'assigned' | 'operand';
}

/** A word of a command. */
export const BARE: WordMode = { context: 'bare', pattern: false, braces: true, tilde: 'word' };
/** A word without brace expansion: of a redirection, `case`, `[[ … ]]`, a subscript. */
export const PLAIN: WordMode = { ...BARE, braces: false };
/** The value of `x=…`. */
export const ASSIGNED: WordMode = { ...PLAIN, tilde: 'assigned' };
/** The value of `declare x=…`, where braces expand. */
export const DECLARED: WordMode = { ...ASSIGNED, braces: true };
/** A pattern of `case`, `[[ x == … ]]` or `${x%…}`. */
export const PATTERN: WordMode = { ...PLAIN, pattern: true };
/** Inside double quotes. */
export const DOUBLE: WordMode = { ...PLAIN, context: 'double' };
/** Inside unterminated double quotes. */
export const OPEN_DOUBLE: WordMode = { ...DOUBLE, context: 'double-open' };
/** A here-document with expansions. */
export const DOCUMENT: WordMode = { ...PLAIN, context: 'here-document' };
/** `d` of `${x:-d}`. */
export const OPERAND: WordMode = { ...PLAIN, tilde: 'operand' };
/** `word` of `"${x:-word}"`. */
export const DOUBLE_OPERAND: WordMode = { ...OPERAND, context: 'double-operand' };
/** A pattern in a double-quoted expansion; quotes count in it. */
export const DOUBLE_PATTERN: WordMode = { ...PATTERN, context: 'double-operand' };
