/** Assignments to an unknown name: `declare "$1"`, `read "$n"`. */
import { isKnown, knownText, type MappedText, slice } from '../../text/mapped-text.ts';
import { NAME } from './blocks.ts';
import { ANY_NAME } from './keys.ts';
import { spendOnPieces } from './limits.ts';
import type { State } from './state.ts';
import { limited, UNKNOWN_VALUES } from './values.ts';

/** Adds an unknown value to variables such as `${p}_PORT`, or to all. */
export function havoc(state: State, name?: MappedText): void {
  // `a` of `unset "a[$i]"`, `x` of `declare "x=$1"`
  const end = name?.decoded.search(/[[=]/) ?? -1;
  const own = end === -1 ? name : name && slice(name, 0, end);
  if (own?.pieces.some((piece) => piece.kind === 'known' && /\W/.test(piece.text))) return;
  const known = own && knownText(own);
  const names = namesMeant(known ? [known] : state.names(), own).filter((one) => NAME.test(one));
  if (state.budget) spendOnPieces(state.budget, names.length);
  for (const one of names) havocOne(state, one);
  if (!own?.pieces.some(({ kind }) => kind === 'known')) state.set(ANY_NAME, UNKNOWN_VALUES);
}

/** Adds an unknown value. */
export function havocOne(state: State, name: string): void {
  const before = state.get(name);
  if (before.some(({ value }) => value.kind === 'unknown' && !value.userProvided)) return;
  state.set(name, limited([...before, ...UNKNOWN_VALUES]));
}

/** Names that a partly unknown one may mean; without one, all. */
export function namesMeant(names: Iterable<string>, name?: MappedText): readonly string[] {
  if (name === undefined) return [...names];
  const parts = name.pieces.map((piece) =>
    piece.kind === 'known' ? piece.text.replace(/[^\w]/g, '\\$&') : '.*',
  );
  const pattern = new RegExp(`^${parts.join('')}$`);
  return [...names].filter((one) => pattern.test(one));
}

/** Adds unknown values unless the name is known. */
export function havocNamed(state: State, name: MappedText): void {
  if (!isKnown(name)) havoc(state, name);
}
