/**
 * How zsh expands (zshexpn(1), zshoptions(1)): nothing is divided, empty words without quotes vanish, the name of
 * an array is all of its elements, and these count from 1. Options change that while a script runs.
 */

import type { Context } from '../context.ts';
import { optionOf, setOption } from '../domain/options.ts';
import type { State } from '../domain/state.ts';

/**
 * `divides` is zsh that divides as other shells do, after `setopt shwordsplit`; `unsure` one whose options nobody
 * knows; `sh` one that has been told to be another shell.
 */
export type ZshMode = 'plain' | 'divides' | 'unsure' | 'sh';

/** The option under which the mode is held; no script can name it. */
export const ZSH_MODE = 'mode of zsh';

/** From here on a zsh expands like that. */
export function setZshMode(mode: ZshMode, state: State): void {
  setOption(ZSH_MODE, mode, state);
}

/** How a zsh expands at this place; undefined in any other shell. */
export function zshMode({ dialect, state }: Context): Exclude<ZshMode, 'sh'> | undefined {
  if (dialect !== 'zsh') return undefined;
  const mode = optionOf(ZSH_MODE, state);
  if (mode === 'sh') return undefined;
  if (mode === '') return 'plain';
  return mode === 'plain' || mode === 'divides' ? mode : 'unsure';
}
