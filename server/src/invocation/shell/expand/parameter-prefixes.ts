/** `${#x}`, `${!x}` and `${!x*}`: lengths, names, and what variables name (bash manual 3.5.3). */
import type { ParameterPart } from '../../../syntax/shell/tree.ts';
import { isKnown, type MappedText, mappedText } from '../../../text/mapped-text.ts';
import type { Word } from '../../invocation.ts';
import { isReference } from '../domain/attributes.ts';
import { keysOf } from '../domain/growth.ts';
import {
  type AbstractValue,
  type ConcreteValue,
  countKnown,
  only,
  relevant,
  UNKNOWN_VALUE,
  UNKNOWN_VALUES,
} from '../domain/values.ts';
import { unknownPieces, type View } from '../view.ts';
import { asListed } from './bash-order.ts';
import { elementOf, FIRST, listOfText, subscriptOf } from './elements.ts';
import { seenNumber } from './expand.ts';
import {
  counted,
  elementAt,
  elements,
  heldBy,
  isAll,
  mayBeShorter,
  numberValue,
} from './parameter-held.ts';
import { zshMode } from './zsh.ts';

/** What the operator of an expansion makes of the values that it asks for. */
type Operated = (asked: AbstractValue, part: ParameterPart, view: View) => AbstractValue;

/** How many variables one may name, depending on which way was gone. */
const MAX_NAMES = 16;

/** The values of an expansion with a `#` or `!` in front. */
export function prefixed(part: ParameterPart, view: View, operated: Operated): AbstractValue {
  const held = heldBy(part, view);
  switch (part.prefix) {
    case 'length':
      return part.subscript === '@' ||
        part.subscript === '*' ||
        part.name === '@' ||
        part.name === '*' ||
        (zshMode(view.context) && held.every(({ value }) => value.kind === 'array'))
        ? counted(part, held, view)
        : elements(part, held, view).map(({ value, path }) => ({
            value: lengthOf(value, part, view),
            path,
          }));
    case 'indirect': {
      // Of a reference it is the name, and so it is in ksh.
      if (isReference(part.name, view.context.state) || view.context.dialect === 'ksh') {
        return UNKNOWN_VALUES;
      }
      const asked = elements(part, held, view).map(({ value, path }) => {
        const isFirst = value.kind === 'array' && part.subscript === undefined && part.name !== '@';
        return { value: isFirst ? elementOf(value, FIRST) : value, path };
      });
      const references = relevant(asked);
      const texts = references.map(({ value }) => onlyTextOf(value));
      const names = texts.flatMap((text) => (text && isKnown(text) ? text.decoded : []));
      if (texts.length === 0 || texts.includes(undefined)) {
        // Without a name in its variable the command ends there, and prints nothing.
        if (view.context.output) view.context.output.opaque = true;
        return UNKNOWN_VALUES;
      }
      if (names.length < texts.length || names.length > MAX_NAMES) return UNKNOWN_VALUES;
      const [name = '', ...others] = names;
      if (others.length === 0) return namedBy(name, part, view, operated);
      return references.flatMap(({ path: way }, index) => {
        const values = namedBy(names[index] ?? '', part, view, operated);
        return values.map(({ value, path }) => ({ value, path: [...way, ...path] }));
      });
    }
    case 'names':
      if (part.subscript === undefined) return only(someWords(part, view));
      return held.map(({ value, path }) => ({ value: keysAsWords(value, part, view), path }));
    case undefined:
      return UNKNOWN_VALUES;
  }
}

/** The text of a value that is one, or a list of one: `${!a[@]:1}` of an array with one element. */
function onlyTextOf(value: ConcreteValue): MappedText | undefined {
  if (value.kind === 'scalar') return value.text;
  const [word, ...others] = value.kind === 'array' ? value.words : [];
  return others.length === 0 ? word?.value : undefined;
}

/** What `${!x}` gives where this is in `x`: the name of a variable, an argument, an element or all of them. */
function namedBy(text: string, part: ParameterPart, view: View, operated: Operated): AbstractValue {
  const [, name, inside] = /^([A-Za-z_]\w*|[1-9]\d*|[@*])(?:\[(.+)\])?$/s.exec(text) ?? [];
  if (name === undefined) return UNKNOWN_VALUES;
  const named: ParameterPart = {
    ...part,
    prefix: undefined,
    operator: part.operator === 'other' && !part.change ? undefined : part.operator,
    subscript: inside !== undefined && isAll(inside) ? inside : undefined,
    index: undefined,
    name,
  };
  const list = inside ?? name;
  if (list === '@' || list === '*') {
    const values = view.runner.parameterValues(named, view);
    return values.map(({ value, path }) => ({ value: spreadOf(value, list, part, view), path }));
  }
  if (inside === undefined) return view.runner.parameterValues(named, view);
  const subscript = subscriptOf(inside, part.at, view);
  const found = heldBy(named, view).map(({ value, path }) => ({
    value: elementAt(value, subscript),
    path,
  }));
  return operated(found, named, view);
}

/** All elements of a value, for an expansion that does not say itself that it is all of them. */
function spreadOf(
  value: ConcreteValue,
  subscript: '@' | '*',
  part: ParameterPart,
  view: View,
): ConcreteValue {
  if (value.kind !== 'array') return value;
  return value.unordered ? someWords(part, view) : { ...value, all: subscript };
}

/** Any number of words. */
export function someWords(part: ParameterPart, view: View): ConcreteValue {
  const at = view.context.placement.span(part.at);
  const text = mappedText(unknownPieces(part, view));
  return { kind: 'array', words: [{ value: text, at, many: true }], spread: true };
}

/** What `"${!a[@]}"` gives. */
function keysAsWords(held: ConcreteValue, part: ParameterPart, view: View): ConcreteValue {
  const value = held.kind === 'scalar' ? listOfText(held) : held;
  if (value.kind !== 'array') return value.kind === 'unset' && value.surely ? value : UNKNOWN_VALUE;
  const listed = asListed(value, view.context.dialect);
  const { words, unordered } = listed;
  if (!countKnown(words)) return UNKNOWN_VALUE;
  if (words.some(({ value }) => mayBeShorter(value))) return UNKNOWN_VALUE;
  const at = view.context.placement.span(part.at);
  const keys = keysOf(listed).map((key): Word | undefined => {
    return key === undefined ? undefined : { value: seenNumber(key, part, view), at, many: false };
  });
  return keys.includes(undefined)
    ? UNKNOWN_VALUE
    : {
        kind: 'array',
        words: keys.filter((key) => key !== undefined),
        unordered,
      };
}

function lengthOf(value: ConcreteValue, part: ParameterPart, view: View): ConcreteValue {
  const first =
    value.kind === 'array'
      ? value.words[0]?.value
      : value.kind === 'scalar'
        ? value.text
        : undefined;
  if (value.kind === 'unset' && value.surely) return numberValue(0, part, view);
  if (first === undefined || !isKnown(first) || mayBeShorter(first)) return UNKNOWN_VALUE;
  // Of any other character dash counts the bytes.
  if (!ASCII.test(first.decoded)) return UNKNOWN_VALUE;
  return numberValue(first.decoded.length, part, view);
}

const ASCII = /^[\0-\x7f]*$/;
