/** zsh's expansion (zshexpn(1), zshoptions(1)): no splitting, empty words vanish, `$a` means all elements. */

import type { State } from '../../domain/state.ts';
import type { Context } from '../context.ts';
import { optionOf, setOption } from '../options.ts';

/** `divides`: `setopt shwordsplit`; `unsure`: unknown options; `sh`: emulates another shell. */
export type ZshMode = 'plain' | 'divides' | 'unsure' | 'sh';

/** The option with the mode; no script can write its name. */
export const ZSH_MODE = 'mode of zsh';

/** Sets the mode from here on. */
export function setZshMode(mode: ZshMode, state: State): void {
  setOption(ZSH_MODE, mode, state);
}

/** The mode of zsh here; undefined in other shells. */
export function zshMode({ dialect, state }: Context): Exclude<ZshMode, 'sh'> | undefined {
  if (dialect !== 'zsh') return undefined;
  const mode = optionOf(ZSH_MODE, state);
  if (mode === 'sh') return undefined;
  if (mode === '') return 'plain';
  return mode === 'plain' || mode === 'divides' ? mode : 'unsure';
}
