/** How the words of the parser are read, depending on where they stand. */
import type { ShellContext } from '../tree.ts';

/** How the characters of a word are read, which depends on where it stands. */
export interface WordMode {
  readonly context: ShellContext;
  /** Whether it is a pattern: then a backslash quotes one character, and the parts tell which. */
  readonly pattern: boolean;
  readonly braces: boolean;
  /** Where a `~` may stand for a directory, if at all. */
  readonly tilde: 'word' | 'assigned' | 'operand';
}

/** A word of a command. */
export const BARE: WordMode = { context: 'bare', pattern: false, braces: true, tilde: 'word' };
/** A word in which braces are text: of a redirection, `case`, `[[ … ]]`, a subscript. */
export const PLAIN: WordMode = { ...BARE, braces: false };
/** The value of `x=…`. */
export const ASSIGNED: WordMode = { ...PLAIN, tilde: 'assigned' };
/** The value behind `declare x=…`, where braces make several words of the whole. */
export const DECLARED: WordMode = { ...ASSIGNED, braces: true };
/** The pattern of `case`, `[[ x == … ]]` and `${x%…}`. */
export const PATTERN: WordMode = { ...PLAIN, pattern: true };
/** Inside double quotes. */
export const DOUBLE: WordMode = { ...PLAIN, context: 'double' };
/** The same where nothing ends them. */
export const OPEN_DOUBLE: WordMode = { ...DOUBLE, context: 'double-open' };
/** A here-document in which things expand. */
export const DOCUMENT: WordMode = { ...PLAIN, context: 'here-document' };
/** The `d` of `${x:-d}`. */
export const OPERAND: WordMode = { ...PLAIN, tilde: 'operand' };
/** The word behind `:-` in `"${x:-word}"`, which is in double quotes already. */
export const DOUBLE_OPERAND: WordMode = { ...OPERAND, context: 'double-operand' };
/** Quotes count in a pattern also where double quotes stand around the expansion. */
export const DOUBLE_PATTERN: WordMode = { ...PATTERN, context: 'double-operand' };
