/** Assigns variables and elements; applies `-i`, `-u`, `-l` (bash manual 4.2, 6.7). */

import type { ShellWord } from '../../../syntax/shell/tree.ts';
import { UNKNOWN_ENCODING } from '../../../text/encoding.ts';
import { LIMITS } from '../../../text/limits.ts';
import {
  generated,
  isKnown,
  knownText,
  type MappedText,
  slice,
} from '../../../text/mapped-text.ts';
import type { Span } from '../../../text/span.ts';
import { wordSet } from '../../../text/split-words.ts';
import { combinations, mapValues } from '../../domain/alternatives.ts';
import { literalText, NAME } from '../../domain/blocks.ts';
import { havoc, havocNamed } from '../../domain/havoc.ts';
import type { State } from '../../domain/state.ts';
import {
  type AbstractValue,
  type ConcreteValue,
  limited,
  only,
  relevant,
  UNKNOWN_VALUE,
  UNKNOWN_VALUES,
} from '../../domain/values.ts';
import { hasAttribute, resolveNameref } from '../attributes.ts';
import type { Context } from '../context.ts';
import type { View } from '../view.ts';
import type { Numbers, Place } from './arithmetic.ts';
import { elementOf, FIRST, subscriptOf, withElement } from './elements.ts';
import { textOf, textsOf } from './expand.ts';

const ELEMENT = /^([A-Za-z_]\w*)\[(.+)\]$/s;

/** `x` or `x[i]`; undefined for other text. */
export function targetIn(text: string, at: Span, view: View): Place | undefined {
  const { state } = view.context;
  if (NAME.test(text)) {
    return { name: resolveNameref(text, state), subscript: undefined };
  }
  const [, name, inside] = ELEMENT.exec(text) ?? [];
  if (name === undefined || inside === undefined) return undefined;
  const subscript = subscriptOf(inside, at, view);
  return { name: resolveNameref(name, state), subscript };
}

function setTarget({ name, subscript }: Place, values: AbstractValue, view: View): void {
  const { context } = view;
  const { state } = context;
  if (subscript === undefined) {
    state.set(name, stored(name, values, context));
    return;
  }
  const changed = changedBy(state.get(name), inForm(name, values, state), (old, value) => {
    if (value.kind !== 'scalar') return UNKNOWN_VALUE;
    const { text } = value;
    return withElement(old, subscript, { value: text, at: text.place, many: false }, false);
  });
  state.set(name, changed);
}

/** A variable's values after an assignment. */
export function stored(name: string, values: AbstractValue, context: Context): AbstractValue {
  const { state } = context;
  return inPlaceOf(state.get(name), inForm(name, values, state), context);
}

/** Puts text into element 0 of an array, except in zsh. */
export function inPlaceOf(
  held: AbstractValue,
  formed: AbstractValue,
  context: Context,
): AbstractValue {
  if (!held.some(({ value }) => value.kind === 'array')) return formed;
  if (context.dialect === 'zsh') return formed;
  if (formed.every(({ value }) => value.kind === 'array')) return formed;
  return changedBy(held, formed, (old, value) => {
    if (old.kind !== 'array' || value.kind !== 'scalar') return value;
    const { text } = value;
    return withElement(old, FIRST, { value: text, at: text.place, many: false }, false);
  });
}

/** Changes old values by new ones, except exclusive pairs. */
function changedBy(
  held: AbstractValue,
  values: AbstractValue,
  change: (old: ConcreteValue, value: ConcreteValue) => ConcreteValue,
): AbstractValue {
  const found = combinations([held, values], LIMITS.values + 1);
  return limited(
    mapValues(found, ([old, value]) => (old && value ? change(old, value) : UNKNOWN_VALUE)),
  );
}

/** Applies the attributes `-i`, `-u`, `-l`. */
export function inForm(name: string, values: AbstractValue, state: State): AbstractValue {
  if (COUNTING.has(name)) return UNKNOWN_VALUES;
  if (!state.attributed.has(name)) return values;
  const [counts, ...cases] = (['i', 'u', 'l'] as const).map(
    (one) => hasAttribute(name, one, state) !== false,
  );
  if (!counts && !cases.includes(true)) return values;
  const same = counts ? /^(?:0|[1-9]\d*)$/ : /^[^A-Za-z\u0080-\uffff]*$/;
  return mapValues(values, (value) => {
    if (value.kind !== 'scalar' && value.kind !== 'array') return value;
    const texts = value.kind === 'scalar' ? [value.text] : value.words.map((word) => word.value);
    return texts.every(({ decoded }) => same.test(decoded)) ? value : UNKNOWN_VALUE;
  });
}

const COUNTING = wordSet(`
  SECONDS RANDOM SRANDOM LINENO EPOCHSECONDS EPOCHREALTIME BASHPID BASH_COMMAND BASH_SUBSHELL
  HISTCMD FUNCNAME GROUPS DIRSTACK
`);

/** The value that `declare -n` assigns. */
export function referenceTo(word: ShellWord | undefined, view: View): AbstractValue {
  const text = word && textOf(word, view);
  if (!text || !isKnown(text)) {
    // An assignment through it may change any variable.
    if (text) havoc(view.context.state, text);
    return UNKNOWN_VALUES;
  }
  const [, array] = /^([A-Za-z_]\w*)\[.*\]$/s.exec(text.decoded) ?? [];
  // The referenced element may change.
  if (array !== undefined) view.context.state.set(array, UNKNOWN_VALUES);
  if (!NAME.test(text.decoded)) return UNKNOWN_VALUES;
  const refersTo = resolveNameref(text.decoded, view.context.state);
  return only({ kind: 'unknown', userProvided: false, refersTo });
}

/** Assigns to the variable that a word names; each of several may keep its values. */
export function setNamed(word: ShellWord | undefined, values: AbstractValue, view: View): void {
  const { state } = view.context;
  const places = word ? placesIn(word, view) : [];
  if (word && literalText(word) === undefined) {
    for (const { value } of textsOf(word, view)) havocNamed(state, value.text);
  }
  for (const place of places) {
    const before = places.length === 1 ? undefined : state.get(place.name);
    setTarget(place, values, view);
    if (before) state.set(place.name, limited([...before, ...state.get(place.name)]));
  }
}

/** The targets that a word may name. */
export function placesIn(word: ShellWord, view: View): readonly Place[] {
  const literal = literalText(word);
  const texts =
    literal === undefined
      ? textsOf(word, view).map(({ value: { text } }) => (isKnown(text) ? text.decoded : ''))
      : [literal];
  return [...new Set(texts)].flatMap((text) => targetIn(text, word.at, view) ?? []);
}

/** Splits `export "$name=$value"`; undefined without a name. */
export function assignmentIn(
  text: MappedText,
): { readonly name: string; readonly value: MappedText } | undefined {
  const end = text.decoded.indexOf('=');
  const name = text.decoded.slice(0, Math.max(0, end));
  return NAME.test(name) ? { name, value: slice(text, end + 1) } : undefined;
}

/** Gives arithmetic access to variables. */
export function numbersIn(view: View, at: Span): Numbers {
  const { state, placement } = view.context;
  const textOfValues = (values: AbstractValue): string | undefined => {
    const held = view.runner.every ? values : relevant(values);
    const [first, ...others] = held.filter(({ fallbackOnly }) => !fallbackOnly);
    if (first === undefined || others.length > 0) return undefined;
    const { value } = first;
    if (value.kind === 'scalar') return knownText(value.text);
    return value.kind === 'unset' && value.surely ? '' : undefined;
  };
  const isZsh = view.context.dialect === 'zsh';
  return {
    names: LIMITS.several,
    dash: /^(?:posix|dash)$/.test(view.context.dialect),
    // zsh has floats and more names in `$…`.
    text: (word) => {
      const text = word.plain ?? (isZsh ? undefined : knownText(textOf(word, view)));
      // `$x * 3` of `1 + 2` is 7.
      if (word.plain !== undefined || !/^[^[]+[-+*/%<>=&|^?:,!~]/.test(text ?? '')) return text;
      if (/=|\+\+|--/.test(text ?? '')) havoc(state);
      return undefined;
    },
    place: (text) => targetIn(text, at, view),
    held: ({ name, subscript }) => {
      const key = subscript ?? FIRST;
      return textOfValues(mapValues(state.get(name), (value) => elementOf(value, key)));
    },
    assign: (place, value) => {
      if (place === undefined) havoc(state);
      else if (value === undefined) state.set(place.name, UNKNOWN_VALUES);
      if (place === undefined || value === undefined) return;
      const from = { at: placement.span(at), encodings: UNKNOWN_ENCODING };
      const text = generated(String(value), from);
      setTarget(place, only({ kind: 'scalar', text }), view);
    },
  };
}
