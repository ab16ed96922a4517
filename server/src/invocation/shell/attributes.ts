/** Attributes of variables (bash manual 4.2): `i` integer, `n` nameref, `u` and `l` case, `x` exported. */

import { SHELL } from '../../syntax/shell/encodings.ts';
import { type MappedText, unwritten } from '../../text/mapped-text.ts';
import { mapValues } from '../domain/alternatives.ts';
import { attributesKey } from '../domain/keys.ts';
import type { State } from '../domain/state.ts';
import { type AbstractValue, type ConcreteValue, only, UNSET } from '../domain/values.ts';

export type Attribute = 'i' | 'l' | 'n' | 'u' | 'x';

const ALL: readonly Attribute[] = ['i', 'l', 'n', 'u', 'x'];

/** Undefined if branches differ. */
export function hasAttribute(
  name: string,
  attribute: Attribute,
  state: State,
): boolean | undefined {
  if (!state.attributed.has(name)) return false;
  const [first, ...others] = state.get(attributesKey(name)).map(({ value }) => {
    return lettersIn(value)?.includes(attribute);
  });
  return others.every((other) => other === first) ? first : undefined;
}

/** Whether a variable may be a nameref. */
export function isReference(name: string, state: State): boolean {
  return hasAttribute(name, 'n', state) !== false;
}

/** A nameref's variable; other names are themselves. */
export function resolveNameref(name: string, state: State): string {
  if (!isReference(name, state)) return name;
  const [first] = state.get(name);
  return (first?.value.kind === 'unknown' && first.value.refersTo) || name;
}

/** A nameref without a target. */
export const OPEN_REFERENCE: AbstractValue = only({
  kind: 'unknown',
  userProvided: false,
  refersTo: '',
});

/** Whether a nameref lacks a target. */
export function isOpenReference(values: AbstractValue): boolean {
  const [first] = values;
  return first?.value.kind === 'unknown' && first.value.refersTo === '';
}

/** Adds and removes attributes. */
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

/** Removes all attributes, as `unset` does. */
export function forgetAttributes(name: string, state: State): void {
  if (state.attributed.has(name)) state.set(attributesKey(name), UNSET);
}

/** A new local variable inherits only `x`. */
export function beginAttributes(name: string, state: State): void {
  changeAttributes(name, [], ['i', 'l', 'n', 'u'], state);
}

function lettersIn(value: ConcreteValue): string | undefined {
  if (value.kind === 'scalar') return value.text.decoded;
  return value.kind === 'unset' ? '' : undefined;
}

const values = new Map<string, ConcreteValue>();

function valueOfLetters(letters: string): ConcreteValue {
  const [nothing] = UNSET;
  if (letters === '' && nothing) return nothing.value;
  const known = values.get(letters);
  if (known) return known;
  const value: ConcreteValue = { kind: 'scalar', text: ownText(letters) };
  values.set(letters, value);
  return value;
}

/** An exported variable's attributes. */
export const EXPORTED: AbstractValue = only(valueOfLetters('x'));

/** Text that the source lacks. */
export function ownText(text: string): MappedText {
  return unwritten(text, 0, SHELL.bare);
}
