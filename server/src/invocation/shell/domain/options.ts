/** Options of a shell, `shopt` and `set`. They are a part of its state, so that branches and subshells keep them apart. */
import { knownText } from '../../../text/mapped-text.ts';
import { ownText } from './attributes.ts';
import { optionKey } from './keys.ts';
import type { State } from './state.ts';
import { only } from './values.ts';

/** Sets an option from here on, or with an empty text takes it back. */
export function setOption(option: string, text: string, state: State): void {
  state.set(optionKey(option), only({ kind: 'scalar', text: ownText(text) }));
}

/** What an option is: empty where nobody has set it, undefined where that depends. */
export function optionOf(option: string, state: State): string | undefined {
  const [first, ...others] = state.get(optionKey(option));
  if (first === undefined || others.length > 0) return undefined;
  const { value } = first;
  if (value.kind === 'unset') return '';
  return value.kind === 'scalar' ? knownText(value.text) : undefined;
}
