/**
 * How zsh expands (zshexpn(1), zshoptions(1)): nothing is divided, empty words without quotes vanish, the name of
 * an array is all of its elements, and these count from 1. Options change that while a script runs.
 */
import type { Context } from '../context.ts';

/**
 * `divides` is zsh that divides as other shells do, after `setopt shwordsplit`; `unsure` one whose options nobody
 * knows; `sh` one that has been told to be another shell.
 */
export type ZshMode = 'plain' | 'divides' | 'unsure' | 'sh';

/** A running zsh. */
export interface Zsh {
  mode: ZshMode;
}

/** How a zsh expands at this place; undefined in any other shell. */
export function zshMode({ zsh }: Context): Exclude<ZshMode, 'sh'> | undefined {
  return zsh === undefined || zsh.mode === 'sh' ? undefined : zsh.mode;
}
