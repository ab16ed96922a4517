/**
 * Which shell a script is for, as far as that changes how it is read. bash, dash, ksh and their like read the
 * same words alike; zsh does not (zshexpn(1)).
 */

export type Dialect = 'posix' | 'zsh';

/** The files that zsh reads when it starts, and those that say so by their ending. */
const ZSH_FILE = /(?:^|[/.])(?:zshrc|zshenv|zprofile|zlogin|zlogout|zsh|zsh-theme)$/;

/** The dialect of a script: its first line says it, and else the name of its file. */
export function dialectOf(text: string, path = ''): Dialect {
  const line = /^\ufeff?#!.*/.exec(text)?.[0];
  if (line !== undefined) return /\bzsh\b/.test(line) ? 'zsh' : 'posix';
  return ZSH_FILE.test(path) ? 'zsh' : 'posix';
}
