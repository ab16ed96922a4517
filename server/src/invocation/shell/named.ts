/** Variables that are not named where they are changed: by the value of another one, or through a reference. */
import type { ShellWord } from '../../syntax/shell/tree.ts';
import { isKnown, type MappedText, slice } from '../../text/mapped-text.ts';
import { literalText, NAME } from './blocks.ts';
import { textOf, textsOf } from './expand.ts';
import type { State } from './state.ts';
import { limited, only, UNKNOWN_VALUES, type Values } from './values.ts';
import type { Runner, View } from './view.ts';

/** The variable that is meant by a name: another one where `declare -n` says so. */
export function meantBy(name: string, { references }: Runner, state: State): string {
  if (!references.has(name)) return name;
  const [first] = state.get(name);
  return (first?.value.kind === 'unknown' && first.value.refersTo) || name;
}

/** Gives the variable that a word names a value. Where it may name several, each may have it. */
export function setNamed(word: ShellWord | undefined, values: Values, view: View): void {
  const { state } = view.context;
  const names = word ? namesIn(word, view) : [];
  for (const name of names) {
    const known = names.length === 1 ? values : limited([...state.get(name), ...values]);
    state.set(name, known);
  }
}

/** The variables that a word may name. */
export function namesIn(word: ShellWord, view: View): readonly string[] {
  const literal = literalText(word);
  const texts =
    literal === undefined
      ? textsOf(word, view).map(({ value: { text } }) => (isKnown(text) ? text.text : ''))
      : [literal];
  const names = texts.filter((text) => NAME.test(text));
  return [...new Set(names.map((name) => meantBy(name, view.runner, view.context.state)))];
}

/** What `declare -n name=word` leaves in its variable. */
export function referenceTo(word: ShellWord | undefined, view: View): Values {
  const text = word && textOf(word, view);
  if (!text || !isKnown(text) || !NAME.test(text.text)) return UNKNOWN_VALUES;
  const refersTo = meantBy(text.text, view.runner, view.context.state);
  return only({ kind: 'unknown', foreign: false, refersTo });
}

/** The name and value in what `export "$name=$value"` is given, where both are in it. */
export function assignmentIn(
  text: MappedText,
): { readonly name: string; readonly value: MappedText } | undefined {
  const end = text.text.indexOf('=');
  const name = text.text.slice(0, Math.max(0, end));
  return NAME.test(name) ? { name, value: slice(text, end + 1) } : undefined;
}
