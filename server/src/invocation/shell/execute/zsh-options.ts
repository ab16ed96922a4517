/** The options of zsh that change how it expands: `setopt`, `unsetopt`, `emulate` (zshoptions(1)). */

import type { Context } from '../context.ts';
import { literalText } from '../domain/blocks.ts';
import type { Zsh, ZshMode } from '../expand/zsh.ts';
import type { Builtin } from './builtins.ts';
import { visitWords } from './flow.ts';

/** What the options are that change more than whether values are divided. */
const OTHERS = /^(?:ksharrays|kshzerosubscript|globsubst|rcexpandparam|rcquotes|shfileexpansion)$/;

/** `setopt shwordsplit`, which may be written `SH_WORD_SPLIT`, and `unsetopt`, or `setopt no_…`. */
export const setopt: Builtin = (interpreter, { words }, context) => {
  visitWords(interpreter, words, context);
  const { zsh } = context;
  if (zsh === undefined) return;
  const unset = literalText(words[0]) === 'unsetopt';
  for (const word of words.slice(1)) {
    const written = literalText(word);
    if (written === undefined) zsh.mode = 'unsure';
    const name = (written ?? '').toLowerCase().replaceAll('_', '');
    const negated = name.startsWith('no');
    const option = negated ? name.slice(2) : name;
    const on = unset === negated;
    if (option === 'shwordsplit') setMode(context, zsh, on ? 'divides' : 'plain');
    else if (OTHERS.test(option) && on) setMode(context, zsh, 'unsure');
  }
};

/** `emulate sh`, `emulate -L zsh`. */
export const emulate: Builtin = (interpreter, { words }, context) => {
  visitWords(interpreter, words, context);
  const { zsh } = context;
  const shell = words
    .slice(1)
    .map(literalText)
    .find((word) => !word?.startsWith('-'));
  if (zsh !== undefined) setMode(context, zsh, shell === 'zsh' ? 'plain' : 'sh');
};

/** From here on, if this place is come to, and as long as the function runs that it may stand in. */
function setMode({ scope }: Context, zsh: Zsh, mode: ZshMode): void {
  if (mode === zsh.mode) return;
  zsh.mode = scope.block === undefined && scope.inFunction === undefined ? mode : 'unsure';
}
