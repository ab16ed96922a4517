/** Variables that are named by the value of another one where they are changed. */
import type { ShellWord } from '../../../syntax/shell/tree.ts';
import { isKnown, type MappedText, slice } from '../../../text/mapped-text.ts';
import { literalText, NAME } from '../domain/blocks.ts';
import { type AbstractValue, limited } from '../domain/values.ts';
import type { View } from '../view.ts';
import type { Place } from './arithmetic.ts';
import { textsOf } from './expand.ts';
import { setTarget, targetIn } from './targets.ts';

/** Gives the variable or element that a word names a value. Where it may name several, each may have it. */
export function setNamed(word: ShellWord | undefined, values: AbstractValue, view: View): void {
  const { state } = view.context;
  const places = word ? placesIn(word, view) : [];
  for (const place of places) {
    const before = places.length === 1 ? undefined : state.get(place.name);
    setTarget(place, values, view);
    if (before) state.set(place.name, limited([...before, ...state.get(place.name)]));
  }
}

/** What a word may name. */
export function placesIn(word: ShellWord, view: View): readonly Place[] {
  const literal = literalText(word);
  const texts =
    literal === undefined
      ? textsOf(word, view).map(({ value: { text } }) => (isKnown(text) ? text.decoded : ''))
      : [literal];
  return [...new Set(texts)].flatMap((text) => targetIn(text, word.at, view) ?? []);
}

/** The name and value in what `export "$name=$value"` is given, where both are in it. */
export function assignmentIn(
  text: MappedText,
): { readonly name: string; readonly value: MappedText } | undefined {
  const end = text.decoded.indexOf('=');
  const name = text.decoded.slice(0, Math.max(0, end));
  return NAME.test(name) ? { name, value: slice(text, end + 1) } : undefined;
}
