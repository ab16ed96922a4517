/** Values of parameters and elements (bash manual 3.4). */

import type { ParameterPart } from '../../../syntax/shell/tree.ts';
import { LIMITS } from '../../../text/limits.ts';
import { mappedText } from '../../../text/mapped-text.ts';
import { mayBeShorter, pathOf } from '../../../text/operations.ts';
import { type Alternative, agree, joinPaths, mapValues } from '../../domain/alternatives.ts';
import { ARGUMENTS, DIRECTORY } from '../../domain/keys.ts';
import type { State } from '../../domain/state.ts';
import {
  type AbstractValue,
  areCounted,
  type ConcreteValue,
  countKnown,
  type List,
  limited,
  mayRepeat,
  NO_VALUE,
  only,
  onlyText,
  UNKNOWN_VALUE,
  UNKNOWN_VALUES,
  UNSET,
  valueOfWord,
} from '../../domain/values.ts';
import { resolveNameref } from '../attributes.ts';
import { unknownPieces, type View } from '../view.ts';
import { elementOf, isPlaced, type Subscript, subscriptsAt } from './elements.ts';
import { seenNumber } from './expand.ts';

/** A parameter before subscript and operator. */
export function heldBy(part: ParameterPart, view: View): AbstractValue {
  const { name } = part;
  const { state, files, path } = view.context;
  if (isPosition(name)) {
    return mapValues(state.get(ARGUMENTS), (all) => nth(all, Number(name)));
  }
  switch (name) {
    case '@':
    case '*':
      return state.get(ARGUMENTS);
    case '#':
      return counted(part, state.get(ARGUMENTS), view);
    case '0':
      return state.has('0') ? state.get('0') : locationOf(part, files[0], view);
    case 'BASH_SOURCE':
      return locationOf(part, path, view);
    case 'PWD':
      return state.has('PWD') ? state.get('PWD') : locationOf(part, directoryIn(state), view);
    case '?':
    case '!':
    case '$':
    case '-':
    case '_':
      return UNKNOWN_VALUES;
    default:
      return state.get(resolveNameref(name, state));
  }
}

/** `$1`, `$2`, … */
function isPosition(name: string): boolean {
  const code = name.charCodeAt(0);
  return code > 0x30 && code <= 0x39;
}

/** Unknown text with a known path, to find files. */
function locationOf(part: ParameterPart, path: string | undefined, view: View): AbstractValue {
  if (path === undefined) return UNSET;
  const pieces = unknownPieces(part, { ...view, definition: undefined }, path);
  return only({ kind: 'scalar', text: mappedText(pieces) });
}

/** The working directory; undefined if unknown. */
export function directoryIn(state: State): string | undefined {
  const text = onlyText(state.get(DIRECTORY));
  return text && pathOf(text);
}

function nth(all: ConcreteValue, position: number): ConcreteValue {
  if (all.kind !== 'array') return all;
  const index = position - 1;
  const word = all.words[index];
  const decisive = all.words.slice(0, index + 1);
  if (!areCounted(decisive)) return { kind: 'unknown', userProvided: true };
  if (word === undefined) return decisive.some(mayRepeat) ? UNKNOWN_VALUE : NO_VALUE;
  return isPlaced(all, index, false) ? valueOfWord(word) : UNKNOWN_VALUE;
}

/** Selects elements by the subscript. */
export function elements(part: ParameterPart, held: AbstractValue, view: View): AbstractValue {
  const { subscript, index, name } = part;
  if (name === 'BASH_SOURCE')
    return subscript === undefined || subscript === '0' ? held : UNKNOWN_VALUES;
  if (subscript === undefined) return held;
  if (isAll(subscript)) {
    const { dialect } = view.context;
    return mapValues(held, (value) => {
      if (value.kind !== 'array') return value;
      // In ksh an empty array is unset.
      const isOpen = dialect === 'ksh' && value.words.length === 0;
      return isOpen ? UNKNOWN_VALUE : asListed(value);
    });
  }
  if (index === undefined) return held;
  const asked = subscriptsAt(index, view);
  const found: Alternative<ConcreteValue>[] = [];
  for (const { value, path } of held) {
    for (const { value: subscript, path: way } of asked) {
      if (found.length > LIMITS.values) break;
      if (!agree(path, way)) continue;
      found.push({ value: elementAt(value, subscript), path: joinPaths(path, way) });
    }
  }
  return found.length > 0 ? limited(found) : UNKNOWN_VALUES;
}

/** Unknown if the subscript is. */
export function elementAt(value: ConcreteValue, subscript: Subscript | undefined): ConcreteValue {
  if (value.kind === 'unset') return value;
  return subscript ? elementOf(value, subscript) : UNKNOWN_VALUE;
}

/** Whether all elements are meant: `$@`, `${a[*]}`. */
export function isListed({ subscript, name }: ParameterPart): boolean {
  return isAll(subscript ?? name);
}

/** Whether a subscript means all: `${x[@]}`, `${x[*]}`. */
export function isAll(subscript: string): subscript is '@' | '*' {
  return subscript === '@' || subscript === '*';
}

/** The number of words: `$#`, `${#x[@]}`. */
export function counted(part: ParameterPart, held: AbstractValue, view: View): AbstractValue {
  return mapValues(held, (value) => numberValue(countOf(value), part, view));
}

function countOf(value: ConcreteValue): number | undefined {
  switch (value.kind) {
    case 'scalar':
      return 1;
    case 'array':
      return countKnown(value.words) && !value.words.some(({ value }) => mayBeShorter(value))
        ? value.words.length
        : undefined;
    case 'unset':
      return value.surely ? 0 : undefined;
    case 'function':
    case 'unknown':
      return undefined;
  }
}

/** A number as a part's value; unknown for undefined. */
export function numberValue(
  count: number | undefined,
  part: ParameterPart,
  view: View,
): ConcreteValue {
  if (count === undefined) return UNKNOWN_VALUE;
  return { kind: 'scalar', text: seenNumber(String(count), part, view) };
}

/** Expanded associative arrays have no order. */
export function asListed(list: List): List {
  return list.associative && list.words.length > 1 ? { ...list, unordered: true } : list;
}
