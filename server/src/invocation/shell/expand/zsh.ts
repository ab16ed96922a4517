/**
 * Expansion in zsh (zshexpn(1), zshoptions(1)): no splitting, unquoted empty words vanish, an array's name
 * means all elements, which count from 1. Options change this at run time.
 */

import type { Context } from '../context.ts';
import { optionOf, setOption } from '../domain/options.ts';
import type { State } from '../domain/state.ts';

/**
 * `divides`: splits like other shells, after `setopt shwordsplit`; `unsure`: options unknown; `sh`:
 * emulates another shell.
 */
export type ZshMode = 'plain' | 'divides' | 'unsure' | 'sh';

/** The option that holds the mode; no script can name it. */
export const ZSH_MODE = 'mode of zsh';

/** Sets the mode from here on. */
export function setZshMode(mode: ZshMode, state: State): void {
  setOption(ZSH_MODE, mode, state);
}

/** The mode at this place; undefined in other shells. */
export function zshMode({ dialect, state }: Context): Exclude<ZshMode, 'sh'> | undefined {
  if (dialect !== 'zsh') return undefined;
  const mode = optionOf(ZSH_MODE, state);
  if (mode === 'sh') return undefined;
  if (mode === '') return 'plain';
  return mode === 'plain' || mode === 'divides' ? mode : 'unsure';
}
