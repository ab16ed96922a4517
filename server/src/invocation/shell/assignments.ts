/** What assignments make of the variables (bash manual 3.4, 6.7). */
import type { Assignment, ParameterPart, ShellWord } from '../../syntax/shell/tree.ts';
import { concat, mappedText } from '../../text/mapped-text.ts';
import type { Word } from '../invocation.ts';
import type { Alternative } from './alternatives.ts';
import { bounded } from './bounded.ts';
import type { Context } from './context.ts';
import { listsOf, textOf, textsOf } from './expand.ts';
import { grownBy, keyAmong, keysOf, lastOfEach } from './growth.ts';
import { meantBy } from './named.ts';
import { keyOf } from './parameters.ts';
import {
  areCounted,
  areThere,
  isCertain,
  type List,
  mayRepeat,
  type Scalar,
  UNKNOWN_VALUE,
  UNKNOWN_VALUES,
  type Value,
  type Values,
} from './values.ts';
import { type Runner, unknownPieces, type View } from './view.ts';
import { zshMode } from './zsh.ts';

/** Does what an assignment says. */
export function assign(runner: Runner, assignment: Assignment, context: Context): void {
  const { state } = context;
  const name = meantBy(assignment.name, runner, state);
  const own = name === assignment.name ? assignment : { ...assignment, name };
  const values = bounded(assignedValues(runner, own, context), runner.budget);
  state.set(name, runner.integers.has(name) ? asIntegers(values, assignment.append) : values);
}

/** What a variable of `declare -i` has: its text is calculated, and what is added to it is summed up. */
function asIntegers(values: Values, append: boolean): Values {
  if (append) return UNKNOWN_VALUES;
  return values.map(({ value, path }) => ({
    value: isInteger(value) ? value : UNKNOWN_VALUE,
    path,
  }));
}

/** Whether calculating a value gives what it is. */
function isInteger(value: Value): boolean {
  if (value.kind === 'scalar') return /^-?(?:0|[1-9]\d*)$/.test(value.text.text);
  return (
    value.kind !== 'array' || value.words.every(({ text }) => /^(?:0|[1-9]\d*)$/.test(text.text))
  );
}

/** The values of a variable after an assignment. */
function assignedValues(runner: Runner, assignment: Assignment, context: Context): Values {
  const { state } = context;
  const { name, append, index, value, at } = assignment;
  const remember = state.parent !== undefined;
  const view: View = { runner, context, definition: at, assigning: name };
  if (index) return elementAssigned(assignment, index, view);
  if (value.kind === 'array' && isAssociative(state.get(name))) {
    const all = arrayValues(value.elements, value.keys, view, true);
    const added = all.map(({ value: list, path }) => {
      return { value: list.kind === 'array' ? { ...list, associative: true } : list, path };
    });
    return append ? grownBy(state.get(name), added, remember, false, runner.every) : added;
  }
  if (value.kind === 'array') {
    const growth = append
      ? { words: value.elements, inFront: false }
      : value.keys === undefined
        ? arrayGrowth(name, value.elements)
        : undefined;
    const added = arrayValues(growth?.words ?? value.elements, value.keys, view);
    if (growth === undefined) return added;
    const before = asList(state.get(name), assignment, view);
    return grownBy(before, added, remember, growth.inFront, runner.every);
  }
  const { word } = value;
  if (word === undefined) {
    const text = mappedText([], context.placement.span({ start: at.end, end: at.end }));
    return append ? state.get(name) : [{ value: { kind: 'scalar', text }, path: [] }];
  }
  if (append) {
    // `x+=${x:=d}` adds to what is assigned there.
    const added = addedTo(state.get(name), scalarValues(word, view), view);
    const place = { start: at.start, end: at.start + name.length };
    const before = asTexts(state.get(name), { at: place, source: name, context: 'bare' }, view);
    return grownBy(before, added, remember, false, runner.every);
  }
  const growth = scalarGrowth(name, word);
  if (growth && !holdsList(state.get(name))) {
    materialize(growth.own, view);
    const added = scalarValues(growth.rest, view);
    const before = asTexts(state.get(name), growth.own, view);
    return grownBy(before, added, remember, growth.inFront, runner.every);
  }
  return scalarValues(word, view);
}

/** Values as texts that can grow: what is put beside one that is not known stays. */
function asTexts(values: Values, old: Parameters<typeof unknownPieces>[0], view: View): Values {
  if (values.every(({ value }) => value.kind !== 'unknown')) return values;
  const text = mappedText(unknownPieces(old, { ...view, definition: undefined }));
  return values.map(({ value, path }) => {
    return { value: value.kind === 'unknown' ? { kind: 'scalar', text } : value, path };
  });
}

/** Values as lists that can grow: of one that is not known nobody knows how many words it is. */
function asList(values: Values, { name, at }: Assignment, view: View): Values {
  if (values.every(({ value }) => value.kind !== 'unknown' && !isText(value))) return values;
  const place = { start: at.start, end: at.start + name.length };
  const text = mappedText(unknownPieces({ at: place, source: name, context: 'bare' }, view));
  const word: Word = { text, at: view.context.placement.span(place), many: true };
  return values.map(({ value, path }) => {
    if (value.kind === 'unknown') return { value: { kind: 'array', words: [word] }, path };
    if (!isText(value)) return { value, path };
    return { value: listOfText(value), path };
  });
}

/** Whether a value is a text, which is the first element of an array. */
function isText(value: Value): value is Scalar {
  return value.kind === 'scalar' && value.text.text !== '';
}

/** A text as the array that it becomes with a second element. */
function listOfText({ text }: Scalar): List {
  return { kind: 'array', words: [{ text, at: text.place, many: false }] };
}

/** A text that is added to an array: zsh makes an element of it. */
function addedTo(before: Values, added: Values, { context }: View): Values {
  if (zshMode(context) === undefined || !holdsList(before)) return added;
  return added.map(({ value, path }) => ({
    value: value.kind === 'scalar' ? listOfText(value) : value,
    path,
  }));
}

function scalarValues(word: ShellWord, view: View): Values {
  return textsOf(word, view).map(({ value: { text, foreign }, path }): Alternative<Value> => {
    return { value: { kind: 'scalar', text, foreign }, path };
  });
}

function isAssociative(values: Values): boolean {
  return values.some(({ value }) => value.kind === 'array' && value.associative === true);
}

function holdsList(values: Values): boolean {
  return values.some(({ value }) => value.kind === 'array');
}

/** What `x="$x more"` and `x="more $x"` add to the old value. */
function scalarGrowth(
  name: string,
  { at, inert, parts }: ShellWord,
):
  | { readonly own: ParameterPart; readonly rest: ShellWord; readonly inFront: boolean }
  | undefined {
  const owns = parts.filter((part) => part.kind === 'parameter' && part.name === name);
  const [own, ...others] = owns;
  if (own?.kind !== 'parameter' || others.length > 0 || parts.length < 2) return undefined;
  if (own.operator !== undefined || own.prefix !== undefined || own.subscript !== undefined) {
    return undefined;
  }
  const position = parts.indexOf(own);
  if (position !== 0 && position !== parts.length - 1) return undefined;
  const rest = { at, inert, parts: parts.filter((part) => part !== own) };
  return { own, rest, inFront: position !== 0 };
}

/** Gives a variable that comes from the environment a value that can grow. */
function materialize(own: ParameterPart, view: View): void {
  const { state } = view.context;
  const [first, ...others] = state.get(own.name);
  if (first?.value.kind !== 'unset' || first.value.surely || others.length > 0) return;
  let root = state;
  while (root.parent) root = root.parent;
  const text = mappedText(unknownPieces(own, { ...view, definition: undefined }));
  const values: Values = [{ value: { kind: 'scalar', text, foreign: true }, path: [] }];
  root.set(own.name, values);
  if (state.get(own.name) !== values) state.set(own.name, values);
}

/** What `x=("${x[@]}" more)` and `x=(more "${x[@]}")` add to the old value. */
function arrayGrowth(
  name: string,
  elements: readonly ShellWord[],
): { readonly words: readonly ShellWord[]; readonly inFront: boolean } | undefined {
  if (elements.length < 2) return undefined;
  if (elements[0] && isWhole(elements[0], name))
    return { words: elements.slice(1), inFront: false };
  const last = elements.at(-1);
  if (last && isWhole(last, name)) return { words: elements.slice(0, -1), inFront: true };
  return undefined;
}

function isWhole({ parts }: ShellWord, name: string): boolean {
  const [part] = parts;
  if (parts.length !== 1 || part?.kind !== 'parameter' || !part.quoted) return false;
  return (
    part.name === name &&
    (part.subscript ?? part.name) === '@' &&
    part.operator === undefined &&
    part.prefix === undefined
  );
}

/** The values of `(a b "c d")`. */
export function arrayValues(
  elements: readonly ShellWord[],
  keys: readonly (ShellWord | undefined)[] | undefined,
  view: View,
  associative = false,
): Values {
  const each = { ...view, each: true };
  if (keys === undefined) {
    return listsOf(elements, each).map(({ value, path }) => ({
      value: { kind: 'array', words: value },
      path,
    }));
  }
  // A key beside braces is text of the words that they make.
  if (elements.some(({ parts }) => parts.some(({ kind }) => kind === 'braces'))) {
    return UNKNOWN_VALUES;
  }
  const words: Word[] = [];
  const names: (string | undefined)[] = [];
  // An element without a key stands behind the one before it.
  let next: number | undefined = 0;
  for (const [index, element] of elements.entries()) {
    const key = keys[index];
    words.push(wordOf(element, view));
    const name: string | undefined = key
      ? keyOf(key, { ...NO_WORDS, associative }, view)
      : next?.toString();
    names.push(name);
    next = name !== undefined && /^\d+$/.test(name) ? Number(name) + 1 : undefined;
  }
  return [{ value: inOrder({ kind: 'array', words, keys: names }), path: [] }];
}

/** The elements of `([2]=b [0]=a)` by their numbers, as an indexed array has them; the last of each counts. */
function inOrder(list: List): List {
  const keys = keysOf(list);
  if (keys.includes(undefined)) return list;
  const isNumbered = keys.every((key) => /^\d+$/.test(key ?? ''));
  return { ...list, ...lastOfEach(list.words, keys, isNumbered) };
}

function wordOf(element: ShellWord, view: View): Word {
  const { placement } = view.context;
  const text = textOf(element, { ...view, definition: element.at });
  return { text, at: placement.span(element.at), many: false };
}

const NO_WORDS = { kind: 'array', words: [] } as const;

/** `x[3]=value` and `x[3]+=value`. */
function elementAssigned(assignment: Assignment, index: ShellWord, view: View): Values {
  const { name, append, value, at } = assignment;
  if (value.kind === 'array') return UNKNOWN_VALUES;
  const { placement, state } = view.context;
  const place = placement.span(at);
  const text = value.word
    ? textOf(value.word, { ...view, definition: at })
    : mappedText([], { start: place.end, end: place.end });
  return state.get(name).map(({ value: old, path }) => {
    return { value: withElement(old, index, { text, at: place, many: false }, append, view), path };
  });
}

function withElement(old: Value, index: ShellWord, word: Word, append: boolean, view: View): Value {
  const zsh = zshMode(view.context) !== undefined;
  // zsh changes a letter of a text.
  if (old.kind === 'unknown' || (zsh && old.kind === 'scalar')) return UNKNOWN_VALUE;
  const list: List =
    old.kind === 'array'
      ? old
      : old.kind === 'unset'
        ? { kind: 'array', words: [] }
        : listOfText(old);
  const asked = keyOf(index, list, view);
  if (asked === undefined) return UNKNOWN_VALUE;
  const keys = [...keysOf(list)];
  const { key, fromEnd } = keyAmong(keys, asked, list);
  if (fromEnd && !(Number(key) >= 0 && isCertain(list.words))) return UNKNOWN_VALUE;
  const words = [...list.words];
  const position = keys.indexOf(key);
  const before = list.associative
    ? -1
    : keys.findIndex((other) => other !== undefined && Number(other) >= Number(key));
  const place = before === -1 ? keys.length : before;
  // zsh fills what would be missing in front of it.
  if (zsh && !list.associative && Number(key) > keys.length) return UNKNOWN_VALUE;
  if (!list.associative && !isPlaceSure(list, keys, place)) return UNKNOWN_VALUE;
  const present = words[position];
  if (present && !areCounted([present])) return UNKNOWN_VALUE;
  if (present && append) {
    if (!areThere([present])) return UNKNOWN_VALUE;
    words[position] = { ...word, text: concat([present.text, word.text]) };
  } else if (position === -1) {
    keys.splice(place, 0, key);
    words.splice(place, 0, word);
  } else words[position] = word;
  return { kind: 'array', words, keys, associative: list.associative };
}

/** Whether it is known that an element gets this place, whichever of the others are there. */
function isPlaceSure({ words }: List, keys: readonly unknown[], place: number): boolean {
  if (keys.includes(undefined) || !areCounted(words) || words.some(mayRepeat)) return false;
  return place === keys.length || isCertain(words.slice(0, place + 1));
}
