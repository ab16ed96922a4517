/** The umask of a shell: a part of its state, since branches and subshells treat it alike. */
import type { MappedText } from '../../../text/mapped-text.ts';
import type { Word } from '../../invocation.ts';
import type { Context } from '../context.ts';
import { agree, throughBlock } from '../domain/alternatives.ts';
import { UMASK } from '../domain/keys.ts';
import type { State } from '../domain/state.ts';
import { only } from '../domain/values.ts';

/** Does what `umask 077` says. */
export function setUmask(words: readonly Word[], { state }: Context): void {
  const mask = words.slice(1).find(({ value }) => !value.decoded.startsWith('-'));
  if (mask) state.set(UMASK, only({ kind: 'scalar', text: mask.value }));
}

/** What the umask may be here, on different ways; undefined for what the script does not say. */
export function umasksAt({ state, scope }: Context): readonly (MappedText | undefined)[] {
  const here = throughBlock([], scope.block);
  const found = state.get(UMASK).filter(({ path }) => agree(path, here));
  return found.map(({ value }) => (value.kind === 'scalar' ? value.text : undefined));
}

/** Hands the umask of a shell to its child. */
export function inheritUmask(child: State, { state }: Context): void {
  if (state.has(UMASK)) child.set(UMASK, state.get(UMASK));
}
