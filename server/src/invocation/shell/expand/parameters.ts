/** Parameter expansion: `$x`, `${x[i]}`, `${x:-d}`, `${#x}`, `${!x}` (bash manual 3.5.3). */

import type { ParameterPart, ShellPart, ShellWord } from '../../../syntax/shell/tree.ts';
import { LIMITS } from '../../../text/limits.ts';
import { once } from '../../../text/lookup.ts';
import { isKnown, type MappedText, mappedText } from '../../../text/mapped-text.ts';
import { mayBeShorter } from '../../../text/operations.ts';
import {
  type Alternative,
  agree,
  joinPaths,
  mapValues,
  onPath,
  throughBlock,
} from '../../domain/alternatives.ts';
import { type Block, choiceOf, TOP } from '../../domain/blocks.ts';
import { keysOf } from '../../domain/growth.ts';
import { ANY_NAME } from '../../domain/keys.ts';
import {
  type AbstractValue,
  asDefault,
  type ConcreteValue,
  commonPath,
  countKnown,
  defaultApplies,
  isEmpty,
  isNothing,
  isSet,
  isUserProvided,
  type List,
  limited,
  mapTexts,
  mayBeNothing,
  mayBeSkipped,
  NO_VALUE,
  only,
  relevant,
  seen,
  UNKNOWN_VALUE,
  UNKNOWN_VALUES,
} from '../../domain/values.ts';
import type { Word } from '../../invocation.ts';
import { isReference } from '../attributes.ts';
import { unknownPieces, useOf, usesOf, type View } from '../view.ts';
import { elementOf, FIRST, listOfText, subscriptOf } from './elements.ts';
import { combinedValues, seenNumber, setsOf, textsOf } from './expand.ts';
import { expandWord } from './expand-word.ts';
import {
  asListed,
  counted,
  elementAt,
  elements,
  heldBy,
  isAll,
  isListed,
  numberValue,
} from './parameter-held.ts';
import { changedValues } from './text-changes.ts';

/** An expansion's values with this use; never empty. */
export function parameterValues(part: ParameterPart, view: View): AbstractValue {
  if (part.prefix !== undefined) return prefixedValues(part, view);
  // An unknown nameref may mean a whole array.
  if (isOpen(part, view)) return only(someWords(part, view));
  return valuesFrom(elements(part, heldBy(part, view), view), part, view);
}

function isOpen({ name, subscript }: ParameterPart, { context: { state } }: View): boolean {
  if (subscript !== undefined || !isReference(name, state)) return false;
  return state.get(name).some(({ value }) => value.kind === 'unknown' && !value.refersTo);
}

function valuesFrom(asked: AbstractValue, part: ParameterPart, view: View): AbstractValue {
  const { operator, operand } = part;
  const isTested = operator !== undefined && operator !== 'other' && asked.some(isArray);
  const held = isTested ? testedValues(asked, part, view) : asked;
  switch (operator) {
    case '?':
    case ':?':
      if (operand) setsOf(operand, view);
      return looked(withUse(held, part, view), view);
    case undefined:
      return looked(withUse(held, part, view), view);
    case '-':
    case ':-':
    case '=':
    case ':=':
      return looked(withDefault(part, withUse(held, part, view), view), view);
    case '+':
    case ':+':
      if (
        operand === undefined ||
        asked.some(({ value }) => areArgumentsUnclear(value, part, view))
      ) {
        return UNKNOWN_VALUES;
      }
      return alternateValues(part, operand, held, view);
    case 'other':
      if (operand) setsOf(operand, view);
      return part.change ? looked(changedValues(part, held, view), view) : UNKNOWN_VALUES;
  }
}

/** Records the use of a variable, but not for `x` of `x="$x …"`. */
function withUse(held: AbstractValue, part: ParameterPart, view: View): AbstractValue {
  if (view.assigning === part.name) return held;
  const uses = usesOf(part, view);
  return mapValues(held, (value) => seen(value, uses));
}

function isArray({ value }: Alternative<ConcreteValue>): boolean {
  return value.kind === 'array';
}

function testedValues(asked: AbstractValue, part: ParameterPart, view: View): AbstractValue {
  return mapValues(asked, (value) => testedOf(value, part, view));
}

/** What `${x:-d}` tests: an empty list counts as unset, with a colon also one empty element. */
function testedOf(value: ConcreteValue, part: ParameterPart, view: View): ConcreteValue {
  if (value.kind !== 'array') return value;
  const isWhole = part.subscript === undefined && view.context.dialect === 'zsh';
  if (!isWhole && !isListed(part)) {
    return part.subscript === undefined ? elementOf(value, FIRST) : value;
  }
  const [first, ...others] = value.words;
  if (first === undefined) return areArgumentsUnclear(value, part, view) ? UNKNOWN_VALUE : NO_VALUE;
  if (first.value.decoded !== '') return value;
  const { dialect } = view.context;
  // ksh tests the first element, zsh their number.
  if (dialect === 'ksh' || dialect === 'zsh') return UNKNOWN_VALUE;
  return others.length === 0 ? { kind: 'scalar', text: first.value } : value;
}

/** `$@` without arguments is set in dash, unset in bash. */
function areArgumentsUnclear(
  value: ConcreteValue,
  { name, subscript, operator }: ParameterPart,
  { context: { dialect } }: View,
): boolean {
  if (dialect === 'bash' || value.kind !== 'array' || value.words.length > 0) return false;
  return subscript === undefined && isAll(name) && operator !== undefined;
}

function looked(values: AbstractValue, { runner }: View): AbstractValue {
  return runner.every ? values : relevant(values);
}

/** By variable, the blocks for the environment setting it or not. */
const outside = once((_runner: object) => new Map<string, readonly Block[]>());

function fromOutside({ name, operator }: ParameterPart, view: View): readonly Block[] {
  const known = outside(view.runner);
  // Empty is set for `${x+d}`, not for `${x:+d}`.
  const key = `${operator} ${name}`;
  const blocks = known.get(key) ?? choiceOf(TOP, [undefined, undefined], true);
  known.set(key, blocks);
  return blocks;
}

const NO_WORDS: ConcreteValue = { kind: 'array', words: [], spread: true };

/** `${x:+operand}` */
function alternateValues(
  part: ParameterPart,
  operand: ShellWord,
  held: AbstractValue,
  view: View,
): AbstractValue {
  const uses = usesOf(part, view);
  const operands = operandsOf(part, operand, view);
  const at = view.context.placement.span({ start: part.at.start, end: part.at.start });
  const isList = (part.subscript ?? part.name) === '@';
  const empty: ConcreteValue = { kind: 'scalar', text: mappedText([], at) };
  const found: Alternative<ConcreteValue>[] = [];
  // A possibly unassigned variable counts as absent on that path if others assign it.
  const alone = held.every(({ value }) => isEmpty(value));
  const presence = held.map(({ value }) => isSet(value, alone, part.operator === ':+'));
  const optional = presence.some((there) => there !== true);
  for (const [index, { value, path }] of held.entries()) {
    const nothing = isList && value.kind !== 'scalar' ? NO_WORDS : empty;
    const there = presence[index];
    const [given, absent] = there === undefined ? fromOutside(part, view) : [];
    if (there !== false) {
      const way = throughBlock(path, given);
      const taken = way.findLast((step) => step.taken)?.block;
      const mark = optional ? (taken ?? (way.length > 0 ? {} : undefined)) : undefined;
      for (const instead of operands) {
        if (!agree(way, instead.path)) continue;
        if (found.length > LIMITS.values) return limited(found);
        const marked = mark ? mayBeSkipped(instead.value, mark) : instead.value;
        const text = view.assigning === part.name ? marked : seen(marked, uses);
        found.push({ value: text, path: joinPaths(way, instead.path) });
      }
    }
    if (there !== true) {
      found.push({ value: nothing, path: throughBlock(path, absent) });
    }
  }
  return limited(found);
}

function withDefault(part: ParameterPart, values: AbstractValue, view: View): AbstractValue {
  const { operator, operand } = part;
  if (operand === undefined) return values;
  const use = view.context.placement.use(useOf(part, view));
  const assigns = operator === '=' || operator === ':=';
  const filled = withAbsent(part, values, view, () => {
    // `:=` splits like `$x`; `:-` keeps the operand's quotes.
    const operands = assigns ? textValues(operand, view) : operandsOf(part, operand, view);
    return mapValues(operands, (value) => mapTexts(value, (text) => asDefault(text, use)));
  });
  if (assigns && filled !== values) assignDefault(part, operand, view);
  return filled;
}

/** Returns the same array if none is absent. */
function withAbsent(
  { operator }: ParameterPart,
  values: AbstractValue,
  { context: { state }, runner: { every } }: View,
  others: () => AbstractValue,
): AbstractValue {
  const emptyToo = operator?.startsWith(':') === true;
  const gone = every
    ? values.filter((value) => mayBeAbsent(value, emptyToo))
    : defaultApplies(values, emptyToo);
  const absent = values.filter((value) => gone.includes(value) || isOnlyAdded(value));
  if (absent.length === 0) return values;
  const way = commonPath(absent);
  const kept = values.filter((value) => {
    if (every) return !gone.includes(value) || !isSurelyAbsent(value.value);
    return !gone.includes(value) && !isUserProvided(value.value);
  });
  const given = others();
  // `export "$1"` may set a name that is unset here.
  const mayBeSet = absent.some(({ value }) => value.kind === 'unset' && !value.surely);
  const set = mayBeSet ? state.get(ANY_NAME).filter(({ value }) => value.kind === 'unknown') : [];
  if (kept.length === 0 && way.length === 0) return limited([...given, ...set]);
  return limited([...kept, ...onPath(given, way), ...set]);
}

function mayBeAbsent(alternative: Alternative<ConcreteValue>, emptyToo: boolean): boolean {
  const { value } = alternative;
  return (
    value.kind === 'unset' ||
    isUserProvided(value) ||
    value.kind === 'unknown' ||
    isOnlyAdded(alternative) ||
    (emptyToo && mayBeNothing(value))
  );
}

/** Whether only branches add text, so that it may be unset. */
function isOnlyAdded({ value, path }: Alternative<ConcreteValue>): boolean {
  if (isNothing(value)) return false;
  const mayLack = ({ pieces }: MappedText): boolean => {
    return (
      pieces.length > 0 &&
      pieces.every(({ branch }) => branch && !path.some((step) => step.block === branch))
    );
  };
  if (value.kind === 'scalar') return mayLack(value.text);
  return value.kind === 'array' && value.words.every(({ value }) => mayLack(value));
}

function isSurelyAbsent(value: ConcreteValue): boolean {
  return (
    (value.kind === 'unset' && value.surely === true) ||
    (value.kind !== 'unset' && isNothing(value))
  );
}

function assignDefault(part: ParameterPart, operand: ShellWord, view: View): void {
  const { state } = view.context;
  const before = state.get(part.name);
  if (part.index || before.some(({ value }) => value.kind === 'array')) {
    state.set(part.name, UNKNOWN_VALUES);
    return;
  }
  const definition = { ...view, definition: part.at };
  const values = withAbsent(part, before, view, () => textValues(operand, definition));
  if (values !== before) state.set(part.name, values);
}

function prefixedValues(part: ParameterPart, view: View): AbstractValue {
  const held = heldBy(part, view);
  switch (part.prefix) {
    case 'length':
      return isListed(part)
        ? counted(part, held, view)
        : mapValues(elements(part, held, view), (value) => lengthOf(value, part, view));
    case 'indirect': {
      // In ksh, and for a nameref, `${!x}` is a name.
      if (isReference(part.name, view.context.state) || view.context.dialect === 'ksh') {
        return UNKNOWN_VALUES;
      }
      const asked = mapValues(elements(part, held, view), (value) => {
        const isFirst = value.kind === 'array' && part.subscript === undefined && part.name !== '@';
        return isFirst ? elementOf(value, FIRST) : value;
      });
      const references = relevant(asked);
      const texts = references.map(({ value }) => onlyTextOf(value));
      const names = texts.flatMap((text) => (text && isKnown(text) ? text.decoded : []));
      if (texts.length === 0 || texts.includes(undefined)) {
        // If `x` is empty, the command fails and prints nothing.
        if (view.context.output) view.context.output.opaque = true;
        return UNKNOWN_VALUES;
      }
      if (names.length < texts.length || names.length > LIMITS.several) return UNKNOWN_VALUES;
      const [name = '', ...others] = names;
      if (others.length === 0) return namedBy(name, part, view);
      return references.flatMap(({ path }, index) => {
        return onPath(namedBy(names[index] ?? '', part, view), path);
      });
    }
    case 'names':
      if (part.subscript === undefined) return only(someWords(part, view));
      return mapValues(held, (value) => keysAsWords(value, part, view));
    case undefined:
      return UNKNOWN_VALUES;
  }
}

function onlyTextOf(value: ConcreteValue): MappedText | undefined {
  if (value.kind === 'scalar') return value.text;
  const [word, ...others] = value.kind === 'array' ? value.words : [];
  return others.length === 0 ? word?.value : undefined;
}

/** The values that `x`'s text names. */
function namedBy(text: string, part: ParameterPart, view: View): AbstractValue {
  const [, name, inside] = /^([A-Za-z_]\w*|[1-9]\d*|[@*])(?:\[(.+)\])?$/s.exec(text) ?? [];
  if (name === undefined || /["'`$\\]/.test(inside ?? '')) return UNKNOWN_VALUES;
  const named: ParameterPart = {
    ...part,
    prefix: undefined,
    operator: part.operator === 'other' && !part.change ? undefined : part.operator,
    subscript: inside !== undefined && isAll(inside) ? inside : undefined,
    index: undefined,
    name,
  };
  const list = inside ?? name;
  if (isAll(list)) {
    return mapValues(parameterValues(named, view), (value) => spreadOf(value, list, part, view));
  }
  if (inside === undefined) return parameterValues(named, view);
  const subscript = subscriptOf(inside, part.at, view);
  const found = mapValues(heldBy(named, view), (value) => elementAt(value, subscript));
  return valuesFrom(found, named, view);
}

function spreadOf(
  value: ConcreteValue,
  subscript: '@' | '*',
  part: ParameterPart,
  view: View,
): ConcreteValue {
  if (value.kind !== 'array') return value;
  return value.unordered ? someWords(part, view) : { ...value, all: subscript };
}

function someWords(part: ParameterPart, view: View): ConcreteValue {
  const at = view.context.placement.span(part.at);
  const text = mappedText(unknownPieces(part, view));
  return { kind: 'array', words: [{ value: text, at, many: true }], spread: true };
}

function keysAsWords(held: ConcreteValue, part: ParameterPart, view: View): ConcreteValue {
  const value = held.kind === 'scalar' ? listOfText(held) : held;
  if (value.kind !== 'array') return value.kind === 'unset' && value.surely ? value : UNKNOWN_VALUE;
  const listed = asListed(value);
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
  // dash counts bytes instead of characters.
  if (!ASCII.test(first.decoded)) return UNKNOWN_VALUE;
  return numberValue(first.decoded.length, part, view);
}

const ASCII = /^[\0-\x7f]*$/;

/** Quoted: one text, or a list's words. Else split words. */
function operandsOf(part: ParameterPart, operand: ShellWord, view: View): AbstractValue {
  if (!part.quoted) return dividedValues(operand, view);
  if (!operand.parts.some(mayBeSeveral)) return textValues(operand, view);
  return mapValues(dividedValues(operand, view), (value) => {
    return value.kind === 'array' ? asQuoted(value, operand, view) : value;
  });
}

function mayBeSeveral(part: ShellPart): boolean {
  if (part.kind !== 'parameter' || part.prefix === 'length') return false;
  if (part.prefix === 'indirect') return true;
  return (part.subscript ?? part.name) === '@' || part.operand?.parts.some(mayBeSeveral) === true;
}

function asQuoted(list: List, { at }: ShellWord, view: View): ConcreteValue {
  const [first] = list.words;
  if (first && (list.words.length > 1 || first.many)) return list;
  return { kind: 'scalar', text: first?.value ?? mappedText([], view.context.placement.span(at)) };
}

function dividedValues(operand: ShellWord, view: View): AbstractValue {
  const sets = setsOf(operand, view);
  if (sets.length === 0) return [{ value: spread(operand, [], view), path: [] }];
  return mapValues(combinedValues(sets, view), (values) => spread(operand, values, view));
}

function textValues(word: ShellWord, view: View): AbstractValue {
  return mapValues(textsOf(word, view), ({ text }) => ({ kind: 'scalar', text }));
}

function spread(operand: ShellWord, values: readonly ConcreteValue[], view: View): ConcreteValue {
  const words: Word[] = [];
  if (view.context.dialect === 'zsh') {
    expandWord(operand, { values, next: 0 }, view, words);
    return { kind: 'array', words, spread: true };
  }
  expandWord(operand, { values, next: 0 }, view, words, true);
  const { parts } = operand;
  const before = BLANK.test(unquotedText(parts[0], values[0])?.at(0) ?? '');
  const after = BLANK.test(unquotedText(parts.at(-1), values.at(-1))?.at(-1) ?? '');
  const apart = before || after ? { before, after } : undefined;
  return { kind: 'array', words, spread: true, ...(apart ? { apart } : {}) };
}

const BLANK = /[ \t\n]/;

function unquotedText(
  part: ShellPart | undefined,
  value: ConcreteValue | undefined,
): string | undefined {
  if (part === undefined || part.kind === 'braces' || part.quoted) return undefined;
  if (part.kind === 'text') return part.text.decoded;
  return value?.kind === 'scalar' ? value.text.decoded : undefined;
}
