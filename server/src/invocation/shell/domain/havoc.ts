/**
 * Writes through a name that only a run knows: `declare "$1"`, `read "$n"`, `eval "$x"`, `. "$1"`. Each variable that the
 * name may mean is unknown from there on, beside what it holds.
 */
import { isKnown, type MappedText } from '../../../text/mapped-text.ts';
import { NAME } from './blocks.ts';
import { spendOnPieces } from './limits.ts';
import type { State } from './state.ts';
import { limited, UNKNOWN_VALUES } from './values.ts';

/** Makes the variables unknown that a partly unknown name may mean, `${p}_PORT` say; all of them without a name. */
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

/** Havoc for a word that names a variable, up to its `=`; nothing for a name that is known. */
export function havocNamed(state: State, name: MappedText): void {
  if (!isKnown(name)) havoc(state, name);
}
