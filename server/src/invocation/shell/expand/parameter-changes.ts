/** What `${x%.cfg}`, `${x/a/b}` and `${a[@]:1}` make of the values of a parameter. */

import type { ParameterChange, ParameterPart } from '../../../syntax/shell/tree.ts';
import { readAgain, UNKNOWN_ENCODING } from '../../../text/encoding.ts';
import { type MappedText, mappedText, type Piece } from '../../../text/mapped-text.ts';
import type { Word } from '../../invocation.ts';
import type { Alternative } from '../domain/alternatives.ts';
import { keysOf } from '../domain/growth.ts';
import {
  type AbstractValue,
  type ConcreteValue,
  countKnown,
  isUserProvided,
  type List,
  seen,
  UNKNOWN_VALUE,
  UNKNOWN_VALUES,
} from '../domain/values.ts';
import { usesOf, type View } from '../view.ts';
import { evaluate } from './arithmetic.ts';
import { changedText } from './text-changes.ts';
import { zshMode } from './zsh.ts';

/** `${x%.cfg}` and its like, for each value and each word of it. */
export function changedValues(part: ParameterPart, held: AbstractValue, view: View): AbstractValue {
  const { change } = part;
  if (change === undefined) return UNKNOWN_VALUES;
  const { dialect } = view.context;
  // dash does it once, with all arguments in one text.
  if ((dialect === 'dash' || dialect === 'posix') && change.kind === 'remove' && listed(part)) {
    if (part.subscript === undefined) return UNKNOWN_VALUES;
  }
  if (zshMode(view.context) && held.some(({ value }) => value.kind === 'array')) {
    // Between quotes zsh changes the elements one by one only if they are asked for as `[@]`.
    if (part.quoted && (part.subscript ?? part.name) !== '@') return UNKNOWN_VALUES;
    if (part.subscript === undefined && part.name !== '@' && part.name !== '*') {
      return changedValues({ ...part, subscript: '@' }, held, view);
    }
  }
  const uses = usesOf(part, view);
  return held.map(({ value, path }): Alternative<ConcreteValue> => {
    // Of a text with a subscript it takes letters all the same.
    const isList = change.kind === 'slice' && listed(part) && value.kind !== 'scalar';
    const changed = isList
      ? slicedWords(value, part, view)
      : changedValue(value, part, change, view);
    return { value: seen(changed, uses), path };
  });
}

function changedValue(
  value: ConcreteValue,
  part: ParameterPart,
  change: ParameterChange,
  view: View,
): ConcreteValue {
  switch (value.kind) {
    case 'unset':
      return value.surely ? value : UNKNOWN_VALUE;
    case 'function':
    case 'unknown':
      return UNKNOWN_VALUE;
    case 'scalar': {
      const text = changedText(value.text, change, view);
      return text ? { kind: 'scalar', text: moved(text) } : UNKNOWN_VALUE;
    }
    case 'array': {
      const words: Word[] = [];
      for (const word of listed(part) ? value.words : value.words.slice(0, 1)) {
        const text = changedText(word.value, change, view);
        if (text === undefined) return UNKNOWN_VALUE;
        words.push({ ...word, value: moved(text) });
      }
      return { kind: 'array', words, unordered: value.unordered };
    }
  }
}

function listed({ subscript, name }: ParameterPart): boolean {
  const list = subscript ?? name;
  return list === '@' || list === '*';
}

/** Text whose quotes nobody knows any more, since what is written in its place would be changed too. */
function moved(text: MappedText): MappedText {
  const pieces = text.pieces.map((piece): Piece => {
    return piece.kind === 'known'
      ? { ...piece, encodings: readAgain(piece.encodings, UNKNOWN_ENCODING) }
      : piece;
  });
  return mappedText(pieces, text.place);
}

/** `${a[@]:1:2}` and `"${@:2}"`. */
function slicedWords(value: ConcreteValue, part: ParameterPart, view: View): ConcreteValue {
  const { change } = part;
  if (value.kind !== 'array' || change?.kind !== 'slice') {
    return value.kind === 'unset' && value.surely
      ? value
      : { kind: 'unknown', userProvided: isUserProvided(value) };
  }
  const numbers = view.runner.numbersIn(view, part.at);
  const offset = evaluate(change.offset, numbers);
  const length = change.length === 'rest' ? undefined : evaluate(change.length, numbers);
  const positional = part.subscript === undefined;
  if (offset === undefined || (positional && offset === 0n)) return UNKNOWN_VALUE;
  if (change.length !== 'rest' && (length === undefined || length < 0n)) return UNKNOWN_VALUE;
  if (value.unordered || !countKnown(value.words)) return UNKNOWN_VALUE;
  if (value.keys) return slicedByKeys(value, Number(offset), length);
  const fromEnd = value.words.length + Number(offset);
  // Behind the first argument comes the name of the script, and nothing behind the first element.
  if (offset < 0n && fromEnd < 0) return positional ? UNKNOWN_VALUE : { ...value, words: [] };
  const start = offset < 0n ? fromEnd : Number(offset) - (positional ? 1 : 0);
  const end = length === undefined ? undefined : start + Number(length);
  return { kind: 'array', words: value.words.slice(start, end) };
}

/** The same for an array with keys of its own: the offset is one of them, and the length counts elements. */
function slicedByKeys(list: List, offset: number, length: bigint | undefined): ConcreteValue {
  if (list.associative) {
    // There it is a place, counted from 1, and 0 is the first one too.
    const start = Math.max(0, offset - 1);
    const stop = length === undefined ? undefined : start + Number(length);
    return offset < 0 ? UNKNOWN_VALUE : { kind: 'array', words: list.words.slice(start, stop) };
  }
  const keys = keysOf(list);
  if (keys.includes(undefined)) return UNKNOWN_VALUE;
  const from = offset < 0 ? Number(keys.at(-1) ?? -1) + 1 + offset : offset;
  const first = keys.findIndex((key) => Number(key) >= from);
  if (first === -1 || from < 0) return { kind: 'array', words: [] };
  const end = length === undefined ? undefined : first + Number(length);
  return { kind: 'array', words: list.words.slice(first, end) };
}
