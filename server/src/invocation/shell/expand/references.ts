/** Variables that stand for others: `declare -n` (bash manual 3.4). */
import type { ShellWord } from '../../../syntax/shell/tree.ts';
import { isKnown } from '../../../text/mapped-text.ts';
import { isReference } from '../domain/attributes.ts';
import { NAME } from '../domain/blocks.ts';
import type { State } from '../domain/state.ts';
import { type AbstractValue, only, UNKNOWN_VALUES } from '../domain/values.ts';
import type { View } from '../view.ts';
import { textOf } from './expand.ts';

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

/** What `declare -n name=word` leaves in its variable. */
export function referenceTo(word: ShellWord | undefined, view: View): AbstractValue {
  const text = word && textOf(word, view);
  if (!text || !isKnown(text)) return UNKNOWN_VALUES;
  const [, array] = /^([A-Za-z_]\w*)\[.*\]$/s.exec(text.decoded) ?? [];
  // Whatever is assigned to a reference to an element, nobody knows the array any more.
  if (array !== undefined) view.context.state.set(array, UNKNOWN_VALUES);
  if (!NAME.test(text.decoded)) return UNKNOWN_VALUES;
  const refersTo = resolveNameref(text.decoded, view.context.state);
  return only({ kind: 'unknown', userProvided: false, refersTo });
}
