/**
 * Writes through a name known only at run time: `declare "$1"`, `read "$n"`, `eval "$x"`, `. "$1"`. Each
 * variable that the name may mean gets an unknown value besides its own.
 */
import { isKnown, type MappedText } from '../../../text/mapped-text.ts';
import { NAME } from './blocks.ts';
import { spendOnPieces } from './limits.ts';
import type { State } from './state.ts';
import { limited, UNKNOWN_VALUES } from './values.ts';

/** Makes variables unknown that match a partly unknown name such as `${p}_PORT`; without a name, all. */
export function havoc(state: State, name?: MappedText): void {
  const pattern = name && patternOf(name);
  const names = [...state.names()].filter((one) => NAME.test(one) && pattern?.test(one) !== false);
  if (state.budget) spendOnPieces(state.budget, names.length);
  for (const one of names) {
    const before = state.get(one);
    if (before.some(({ value }) => value.kind === 'unknown')) continue;
    state.set(one, limited([...before, ...UNKNOWN_VALUES]));
  }
}

function patternOf({ pieces }: MappedText): RegExp {
  const parts = pieces.map((piece) =>
    piece.kind === 'known' ? piece.text.replace(/[^\w]/g, '\\$&') : '\\w*',
  );
  return new RegExp(`^${parts.join('')}$`);
}

/** Havoc for a word that names a variable, up to its `=`; nothing if the name is known. */
export function havocNamed(state: State, name: MappedText): void {
  if (!isKnown(name)) havoc(state, name);
}
