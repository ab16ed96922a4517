/** Assignments (bash manual 3.4, 6.7). */

import type { Assignment, ParameterPart, ShellWord } from '../../../syntax/shell/tree.ts';
import { LIMITS } from '../../../text/limits.ts';
import { mappedText } from '../../../text/mapped-text.ts';
import { agree, joinPaths, mapValues } from '../../domain/alternatives.ts';
import { bounded } from '../../domain/bounded.ts';
import { grownBy } from '../../domain/growth.ts';
import {
  type AbstractValue,
  type ConcreteValue,
  type List,
  mayBeSkipped,
  only,
  UNKNOWN_VALUES,
} from '../../domain/values.ts';
import type { Word } from '../../invocation.ts';
import { hasAttribute, isOpenReference, isReference, resolveNameref } from '../attributes.ts';
import type { Context } from '../context.ts';
import { listOfText, subscriptsAt, withElement } from '../expand/elements.ts';
import { hasBraces, listsOf, textOf, textsOf } from '../expand/expand.ts';
import { inForm, inPlaceOf, referenceTo } from '../expand/targets.ts';
import { noteHolder } from '../launch/holders.ts';
import { type Runner, unknownPieces, type View } from '../view.ts';

type ArrayValue = Extract<Assignment['value'], { kind: 'array' }>;

/** Assigns; a `fresh` local variable ignores the outer value. */
export function assign(
  runner: Runner,
  assignment: Assignment,
  context: Context,
  fresh = false,
): void {
  const { state } = context;
  const name = resolveNameref(assignment.name, state);
  if (isReference(name, state) && isOpenReference(state.get(name))) {
    const { value } = assignment;
    const word = value.kind === 'scalar' ? value.word : undefined;
    state.set(name, referenceTo(word, { runner, context, definition: undefined, assigning: name }));
    return;
  }
  const own = name === assignment.name ? assignment : { ...assignment, name };
  const values = bounded(assignedValues(runner, own, context, fresh), runner.budget);
  // Appending to a number adds; in dash `x+=a` is a command.
  const isOther = context.dialect === 'dash' || hasAttribute(name, 'i', state) !== false;
  const isOpen = assignment.append && isOther;
  state.set(name, isOpen ? UNKNOWN_VALUES : inForm(name, values, state));
  noteHolder(name, values, state);
}

function assignedValues(
  runner: Runner,
  assignment: Assignment,
  context: Context,
  fresh: boolean,
): AbstractValue {
  const { state } = context;
  const { name, append, index, value, at } = assignment;
  const remember = state.parent !== undefined;
  const view: View = { runner, context, definition: at, assigning: name };
  if (index) return elementAssigned(assignment, index, view);
  const associative = !fresh && isAssociative(state.get(name));
  if (value.kind === 'array' && (value.keys || associative)) {
    if (/^[kz]sh$/.test(context.dialect) || !value.keys) return UNKNOWN_VALUES;
    const before = append ? asList(state.get(name), assignment, view) : undefined;
    return keyedValues(before, value, associative, view);
  }
  if (value.kind === 'array') {
    const growth = append
      ? { words: value.elements, inFront: false }
      : arrayGrowth(name, value.elements, view);
    const added = arrayValues(growth?.words ?? value.elements, view);
    if (growth === undefined) return added;
    const before = asList(state.get(name), assignment, view);
    return grownBy(before, added, remember, growth.inFront, runner.every);
  }
  const { word } = value;
  if (word === undefined) {
    if (append) return state.get(name);
    const text = mappedText([], context.placement.span({ start: at.end, end: at.end }));
    const empty = only({ kind: 'scalar', text });
    return fresh ? empty : inPlaceOf(state.get(name), empty, context);
  }
  if (append) {
    // `x+=${x:=d}` appends to what the operand assigns.
    const added = scalarValues(word, view);
    const place = { start: at.start, end: at.start + name.length };
    const before = asTexts(state.get(name), { at: place, source: name, context: 'bare' }, view);
    if (holdsList(before)) return UNKNOWN_VALUES;
    return grownBy(before, added, remember, false, runner.every);
  }
  const growth = scalarGrowth(name, word);
  if (growth && !holdsList(state.get(name))) {
    materialize(growth.own, view);
    const added = scalarValues(growth.rest, view);
    const before = asTexts(state.get(name), growth.own, view);
    return grownBy(before, added, remember, growth.inFront, runner.every);
  }
  const texts = scalarValues(word, view);
  return fresh ? texts : inPlaceOf(state.get(name), texts, context);
}

function asTexts(
  values: AbstractValue,
  old: Parameters<typeof unknownPieces>[0],
  view: View,
): AbstractValue {
  if (values.every(({ value }) => value.kind !== 'unknown')) return values;
  const text = mappedText(unknownPieces(old, { ...view, definition: undefined }));
  return mapValues(values, (value) =>
    value.kind === 'unknown' ? { kind: 'scalar', text } : value,
  );
}

function asList(values: AbstractValue, { name, at }: Assignment, view: View): AbstractValue {
  if (values.every(({ value }) => value.kind !== 'unknown' && value.kind !== 'scalar'))
    return values;
  const place = { start: at.start, end: at.start + name.length };
  const text = mappedText(unknownPieces({ at: place, source: name, context: 'bare' }, view));
  const word: Word = { value: text, at: view.context.placement.span(place), many: true };
  return mapValues(values, (value) => {
    if (value.kind === 'unknown') return { kind: 'array', words: [word] };
    return value.kind === 'scalar' ? listOfText(value) : value;
  });
}

function scalarValues(word: ShellWord, view: View): AbstractValue {
  return mapValues(textsOf(word, view), (text) => ({ kind: 'scalar', ...text }));
}

function isAssociative(values: AbstractValue): boolean {
  return values.some(({ value }) => value.kind === 'array' && value.associative === true);
}

function holdsList(values: AbstractValue): boolean {
  return values.some(({ value }) => value.kind === 'array');
}

/** `more` of `x="$x more"` and `x="more $x"`. */
function scalarGrowth(
  name: string,
  word: ShellWord,
):
  | { readonly own: ParameterPart; readonly rest: ShellWord; readonly inFront: boolean }
  | undefined {
  if (word.plain !== undefined) return undefined;
  const { at, inert, parts } = word;
  if (parts.length < 2) return undefined;
  const owns = parts.filter((part) => part.kind === 'parameter' && part.name === name);
  const [own, ...others] = owns;
  if (own?.kind !== 'parameter' || others.length > 0) return undefined;
  if (own.operator !== undefined || own.prefix !== undefined || own.subscript !== undefined) {
    return undefined;
  }
  const position = parts.indexOf(own);
  if (position !== 0 && position !== parts.length - 1) return undefined;
  const rest = { at, inert, parts: parts.filter((part) => part !== own) };
  return { own, rest, inFront: position !== 0 };
}

function materialize(own: ParameterPart, view: View): void {
  const { state } = view.context;
  const [first, ...others] = state.get(own.name);
  if (first?.value.kind !== 'unset' || first.value.surely || others.length > 0) return;
  const text = mappedText(unknownPieces(own, { ...view, definition: undefined }));
  const values: AbstractValue = [{ value: { kind: 'scalar', text, userProvided: true }, path: [] }];
  state.root().set(own.name, values);
  if (state.get(own.name) !== values) state.set(own.name, values);
}

/** `more` of `x=("${x[@]}" more)` and `x=(more "${x[@]}")`. */
export function arrayGrowth(
  name: string,
  elements: readonly ShellWord[],
  { context }: View,
): { readonly words: readonly ShellWord[]; readonly inFront: boolean } | undefined {
  if (elements.length < 2) return undefined;
  // zsh makes an empty word of a value that is no array.
  if (context.dialect === 'zsh') return undefined;
  if (elements[0] && isWhole(elements[0], name))
    return { words: elements.slice(1), inFront: false };
  const last = elements.at(-1);
  if (last && isWhole(last, name)) return { words: elements.slice(0, -1), inFront: true };
  return undefined;
}

function isWhole(word: ShellWord, name: string): boolean {
  if (word.plain !== undefined) return false;
  const [part] = word.parts;
  if (word.parts.length !== 1 || part?.kind !== 'parameter' || !part.quoted) return false;
  return (
    part.name === name &&
    (part.subscript ?? part.name) === '@' &&
    part.operator === undefined &&
    part.prefix === undefined
  );
}

/** The values of `(a b "c d")`. */
export function arrayValues(elements: readonly ShellWord[], view: View): AbstractValue {
  return mapValues(listsOf(elements, { ...view, each: true }), (words) => {
    return { kind: 'array', words };
  });
}

/** `([2]=b [3]=d)`, inserted in order; unknown if a key is missing. */
function keyedValues(
  before: AbstractValue | undefined,
  { elements, keys = [] }: ArrayValue,
  associative: boolean,
  view: View,
): AbstractValue {
  const isOpen = (word: ShellWord | undefined) => word !== undefined && hasBraces(word);
  if (!keys.every(Boolean) || elements.some(isOpen) || keys.some(isOpen)) return UNKNOWN_VALUES;
  const items = elements.flatMap((element, index) => {
    const key = keys[index];
    return key ? [{ key, word: wordOf(element, view) }] : [];
  });
  // Each insertion copies the list.
  const isLong = items.length > LIMITS.pieces;
  let lists: AbstractValue = before ?? only({ ...NO_WORDS, associative });
  for (const { key, word } of isLong ? [] : items) {
    const [asked, ...others] = subscriptsAt(key, view);
    const subscript = others.length === 0 ? asked?.value : undefined;
    lists = mapValues(lists, (value) => withElement(value, subscript, word, false));
  }
  const words = items.map(({ word }) => word);
  const out = { value: outOfPlace(words, associative), path: [] };
  if (isLong) return [...lists, out];
  if (lists.every(({ value }) => value.kind === 'array')) return lists;
  return before ? UNKNOWN_VALUES : [out];
}

function outOfPlace(words: readonly Word[], associative: boolean): ConcreteValue {
  const list: List = { kind: 'array', words, keys: words.map(() => undefined), associative };
  if (words.length === 1) return list;
  const marked = words.flatMap((word) => {
    const one = mayBeSkipped({ kind: 'array', words: [word] }, {});
    return one.kind === 'array' ? one.words : [];
  });
  return { ...list, words: marked };
}

function wordOf(element: ShellWord, view: View): Word {
  const { placement } = view.context;
  const text = textOf(element, { ...view, definition: element.at });
  return { value: text, at: placement.span(element.at), many: false };
}

const NO_WORDS: List = { kind: 'array', words: [] };

/** `x[3]=value`, `x[3]+=value` */
function elementAssigned(assignment: Assignment, index: ShellWord, view: View): AbstractValue {
  const { name, append, value, at } = assignment;
  if (value.kind === 'array') return UNKNOWN_VALUES;
  const { placement, state } = view.context;
  const place = placement.span(at);
  const text = value.word
    ? textOf(value.word, { ...view, definition: at })
    : mappedText([], { start: place.end, end: place.end });
  const word = { value: text, at: place, many: false };
  const asked = subscriptsAt(index, view);
  return state.get(name).flatMap(({ value: old, path }) => {
    return asked.flatMap(({ value: subscript, path: way }) => {
      if (!agree(path, way)) return [];
      return { value: withElement(old, subscript, word, append), path: joinPaths(path, way) };
    });
  });
}
