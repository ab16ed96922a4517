/** The options of zsh that change how it expands: `setopt`, `unsetopt`, `emulate` (zshoptions(1)). */

import { addLocal, type Context } from '../context.ts';
import { literalText } from '../domain/blocks.ts';
import { optionKey } from '../domain/keys.ts';
import { setZshMode, ZSH_MODE } from '../expand/zsh.ts';
import type { Builtin } from './builtins.ts';
import { visitWords } from './flow.ts';

/** What the options are that change more than whether values are divided. */
const OTHERS = /^(?:ksharrays|kshzerosubscript|globsubst|rcexpandparam|rcquotes|shfileexpansion)$/;

/** `setopt shwordsplit`, which may be written `SH_WORD_SPLIT`, and `unsetopt`, or `setopt no_…`. */
export const setopt: Builtin = (interpreter, { words }, context) => {
  visitWords(interpreter, words, context);
  if (context.dialect !== 'zsh') return;
  const { state } = context;
  const unset = literalText(words[0]) === 'unsetopt';
  for (const word of words.slice(1)) {
    const written = literalText(word);
    if (written === undefined) setZshMode('unsure', state);
    const name = (written ?? '').toLowerCase().replaceAll('_', '');
    const negated = name.startsWith('no');
    const option = negated ? name.slice(2) : name;
    const on = unset === negated;
    if (option === 'shwordsplit') setZshMode(on ? 'divides' : 'plain', state);
    else if (OTHERS.test(option) && on) setZshMode('unsure', state);
    else if (option === 'localoptions' && on) keepLocal(context);
  }
};

/** `emulate sh`, `emulate -L zsh`. */
export const emulate: Builtin = (interpreter, { words }, context) => {
  visitWords(interpreter, words, context);
  const given = words.slice(1).map(literalText);
  const shell = given.find((word) => !word?.startsWith('-'));
  if (given.some((word) => /^-\w*L/.test(word ?? ''))) keepLocal(context);
  setZshMode(shell === 'zsh' ? 'plain' : 'sh', context.state);
};

/** Gives a function the options for itself: behind it they are what they were in front of it. */
function keepLocal({ locals, state, frames }: Context): void {
  const surely = state.parent === frames.call?.base;
  if (locals) addLocal(optionKey(ZSH_MODE), { before: undefined, surely }, locals);
}
