/**
 * What `declare` says of a variable, as the letters that `declare -p` prints: `i` for a number that is calculated,
 * `n` for the name of another variable, `u` and `l` for capitals and small letters, `x` for what children see (bash
 * manual 4.2). They are a part of a shell's state, so that each branch, subshell and function has its own.
 */

import { SHELL } from '../../../syntax/shell/encodings.ts';
import { type MappedText, mappedText } from '../../../text/mapped-text.ts';
import { mapValues } from './alternatives.ts';
import { attributesKey } from './keys.ts';
import type { State } from './state.ts';
import { type AbstractValue, type ConcreteValue, only, UNSET } from './values.ts';

export type Attribute = 'i' | 'l' | 'n' | 'u' | 'x';

const ALL: readonly Attribute[] = ['i', 'l', 'n', 'u', 'x'];

/** Whether a variable has an attribute; undefined where that depends on the branch. */
export function hasAttribute(
  name: string,
  attribute: Attribute,
  state: State,
): boolean | undefined {
  // Hardly any variable has one, and each assignment asks.
  if (!state.attributed.has(name)) return false;
  const [first, ...others] = state.get(attributesKey(name)).map(({ value }) => {
    return lettersIn(value)?.includes(attribute);
  });
  return others.every((other) => other === first) ? first : undefined;
}

/** Whether a variable stands for another, on some branch at least. */
export function isReference(name: string, state: State): boolean {
  return hasAttribute(name, 'n', state) !== false;
}

/** The variable that is meant by a name: another one where `declare -n` says so. */
export function resolveNameref(name: string, state: State): string {
  if (!isReference(name, state)) return name;
  const [first] = state.get(name);
  return (first?.value.kind === 'unknown' && first.value.refersTo) || name;
}

/** What `declare -n name` leaves in its variable, until it is given the name of another. */
export const OPEN_REFERENCE: AbstractValue = only({
  kind: 'unknown',
  userProvided: false,
  refersTo: '',
});

/** Whether a reference is to be given the name of its variable. */
export function isOpenReference(values: AbstractValue): boolean {
  const [first] = values;
  return first?.value.kind === 'unknown' && first.value.refersTo === '';
}

/** Gives a variable attributes and takes others away. */
export function changeAttributes(
  name: string,
  added: readonly Attribute[],
  removed: readonly Attribute[],
  state: State,
): void {
  const key = attributesKey(name);
  const held = state.get(key);
  const changed = mapValues(held, (value) => {
    const letters = lettersIn(value);
    if (letters === undefined) return value;
    const kept = ALL.filter((one) => {
      return added.includes(one) || (letters.includes(one) && !removed.includes(one));
    });
    return valueOfLetters(kept.join(''));
  });
  const isSame = changed.every(({ value }, index) => value === held[index]?.value);
  if (!isSame) state.set(key, changed);
}

/** Takes all attributes away, as `unset` does. */
export function forgetAttributes(name: string, state: State): void {
  if (state.attributed.has(name)) state.set(attributesKey(name), UNSET);
}

/** What makes a variable what it is that a function declares as its own: children see it if they see the one outside. */
export function beginAttributes(name: string, state: State): void {
  changeAttributes(name, [], ['i', 'l', 'n', 'u'], state);
}

/** The letters on one branch; undefined where nobody knows them. */
function lettersIn(value: ConcreteValue): string | undefined {
  if (value.kind === 'scalar') return value.text.decoded;
  return value.kind === 'unset' ? '' : undefined;
}

const values = new Map<string, ConcreteValue>();

/** The same value for the same letters. */
function valueOfLetters(letters: string): ConcreteValue {
  const [nothing] = UNSET;
  if (letters === '' && nothing) return nothing.value;
  const known = values.get(letters);
  if (known) return known;
  const value: ConcreteValue = { kind: 'scalar', text: ownText(letters) };
  values.set(letters, value);
  return value;
}

/** The attributes of a variable that children see and that is nothing else; their key is `attributesKey`. */
export const EXPORTED: AbstractValue = only(valueOfLetters('x'));

/** A text that is written nowhere. */
export function ownText(text: string): MappedText {
  const at = { start: 0, end: 0 };
  return mappedText([
    { kind: 'known', text, at, verbatim: false, encodings: SHELL.bare, through: [] },
  ]);
}
