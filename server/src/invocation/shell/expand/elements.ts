/** Array elements (bash manual 6.7). */
import { readArithmetic } from '../../../syntax/shell/reader.ts';
import type { ShellWord } from '../../../syntax/shell/tree.ts';
import { UNKNOWN_ENCODING } from '../../../text/encoding.ts';
import { concat, isKnown } from '../../../text/mapped-text.ts';
import type { Span } from '../../../text/span.ts';
import { type Alternative, mapValues } from '../../domain/alternatives.ts';
import { keyAmong, keysOf } from '../../domain/growth.ts';
import {
  allGuaranteed,
  areCounted,
  type ConcreteValue,
  countKnown,
  type List,
  mayRepeat,
  NO_VALUE,
  type Scalar,
  UNKNOWN_VALUE,
  valueOfWord,
} from '../../domain/values.ts';
import type { Word } from '../../invocation.ts';
import { programOf } from '../../program.ts';
import { unknownWords } from '../../unknown-words.ts';
import type { View } from '../view.ts';
import { evaluate } from './arithmetic.ts';
import { textsOf } from './expand.ts';

export interface Subscript {
  /** Expanded; the key in an associative array. */
  readonly text: string;
  /** The index in other arrays; undefined if unknown. Stored, since `a[i++]` counts. */
  readonly number: string | undefined;
}

/** The subscript of a plain `x`. */
export const FIRST: Subscript = { text: '0', number: '0' };

/** Reads a subscript's text. */
export function subscriptOf(text: string, at: Span, view: View): Subscript {
  const isZsh = view.context.dialect === 'zsh';
  if (!isZsh && /^-?(?:0|[1-9]\d*)$/.test(text)) return { text, number: text };
  const number = evaluate(readArithmetic(text), view.runner.numbersIn(view, at));
  // zsh counts from 1.
  return { text, number: isZsh ? undefined : number?.toString() };
}

/** Expands a subscript; undefined if unknown. */
export function subscriptsAt(
  index: ShellWord,
  view: View,
): readonly Alternative<Subscript | undefined>[] {
  const texts = textsOf(index, view);
  const known = mapValues(texts, ({ text }) => {
    return isKnown(text) ? subscriptOf(text.decoded, index.at, view) : undefined;
  });
  // `a[${1:-x}]` may be another element.
  const isDefault = texts.some(({ value }) => value.text.pieces.some(({ defaultOf }) => defaultOf));
  return isDefault ? [...known, { value: undefined, path: [] }] : known;
}

function keyIn(value: ConcreteValue, { text, number }: Subscript): string | undefined {
  return value.kind === 'array' && value.associative ? text : number;
}

/** A scalar that gets a second element. */
export function listOfText({ text }: Scalar): List {
  return { kind: 'array', words: [{ value: text, at: text.place, many: false }] };
}

/** The element at a subscript; unset if there is none. */
export function elementOf(value: ConcreteValue, subscript: Subscript): ConcreteValue {
  if (value.kind !== 'scalar' && value.kind !== 'array') return value;
  const asked = keyIn(value, subscript);
  if (asked === undefined) return UNKNOWN_VALUE;
  if (value.kind === 'scalar') return asked === '0' ? value : NO_VALUE;
  const keys = keysOf(value);
  if (!areCounted(value.words) || keys.includes(undefined)) return UNKNOWN_VALUE;
  const { key, fromEnd } = keyAmong(keys, asked, value);
  const position = keys.lastIndexOf(key);
  const word = value.words[position];
  if (word === undefined) {
    const sure = fromEnd ? countKnown(value.words) : !value.words.some(mayRepeat);
    return sure ? NO_VALUE : UNKNOWN_VALUE;
  }
  return isPlaced(value, position, fromEnd) ? valueOfWord(word) : UNKNOWN_VALUE;
}

/** Whether optional elements do not move a position. */
export function isPlaced(
  { words, associative }: List,
  position: number,
  fromEnd: boolean,
): boolean {
  if (associative || countKnown(words)) return true;
  if (fromEnd) return allGuaranteed(words.slice(position));
  // A missing last element moves no other.
  return allGuaranteed(words.slice(0, position === words.length - 1 ? position : position + 1));
}

/** The value after `x[i]=word` or `x[i]+=word`. A list's program stays if the place is unknown. */
export function withElement(
  old: ConcreteValue,
  subscript: Subscript | undefined,
  word: Word,
  append: boolean,
): ConcreteValue {
  const value = placed(old, subscript, word, append);
  const program = value.kind === 'unknown' && old.kind === 'array' ? old.words[0] : undefined;
  if (program === undefined || programOf(program.value) === undefined) return value;
  return { kind: 'array', words: [program, unknownWords(word.at, UNKNOWN_ENCODING)] };
}

function placed(
  old: ConcreteValue,
  subscript: Subscript | undefined,
  word: Word,
  append: boolean,
): ConcreteValue {
  if (old.kind === 'unknown' || old.kind === 'function' || subscript === undefined) {
    return UNKNOWN_VALUE;
  }
  const list: List =
    old.kind === 'array'
      ? old
      : old.kind === 'unset'
        ? { kind: 'array', words: [] }
        : listOfText(old);
  const asked = keyIn(list, subscript);
  if (asked === undefined) return UNKNOWN_VALUE;
  const keys = [...keysOf(list)];
  const { key, fromEnd } = keyAmong(keys, asked, list);
  if (fromEnd && !(Number(key) >= 0 && countKnown(list.words))) return UNKNOWN_VALUE;
  const words = [...list.words];
  const position = keys.indexOf(key);
  const before = list.associative
    ? -1
    : keys.findIndex((other) => other !== undefined && Number(other) >= Number(key));
  const place = before === -1 ? keys.length : before;
  if (!list.associative && !isPlaceSure(list, keys, place)) return UNKNOWN_VALUE;
  const present = words[position];
  if (present && !areCounted([present])) return UNKNOWN_VALUE;
  if (present && append) {
    if (!allGuaranteed([present])) return UNKNOWN_VALUE;
    words[position] = { ...word, value: concat([present.value, word.value]) };
  } else if (position === -1) {
    keys.splice(place, 0, key);
    words.splice(place, 0, word);
  } else words[position] = word;
  return { kind: 'array', words, keys, associative: list.associative };
}

function isPlaceSure({ words }: List, keys: readonly unknown[], place: number): boolean {
  if (keys.includes(undefined) || !areCounted(words) || words.some(mayRepeat)) return false;
  return place === keys.length || countKnown(words.slice(0, place + 1));
}
