/** What `$x`, `${x[i]}`, `${x:-d}`, `${#x}`, `${!x}` and their like stand for (bash manual 3.5.3). */
import type { ParameterPart, ShellWord } from '../../../syntax/shell/tree.ts';
import { isKnown, type MappedText, mappedText, type Use } from '../../../text/mapped-text.ts';
import type { Word } from '../../invocation.ts';
import { type Alternative, agree, joinPaths, throughBlock } from '../domain/alternatives.ts';
import { isReference } from '../domain/attributes.ts';
import { type Block, choiceOf, TOP } from '../domain/blocks.ts';
import { keysOf } from '../domain/growth.ts';
import { MAX_ALTERNATIVES } from '../domain/limits.ts';
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
} from '../domain/values.ts';
import { unknownPieces, useOf, usesOf, type View } from '../view.ts';
import { asListed } from './bash-order.ts';
import {
  elementOf,
  FIRST,
  listOfText,
  subscriptOf,
  subscriptsAt,
  withElement,
} from './elements.ts';
import { seenNumber, textOf } from './expand.ts';
import { operandsOf, textValues } from './operands.ts';
import {
  counted,
  elementAt,
  elements,
  heldBy,
  isAll,
  isListed,
  mayBeShorter,
  numberValue,
} from './parameter-held.ts';
import { changedValues } from './text-changes.ts';
import { zshMode } from './zsh.ts';

/** The values of an expansion seen from its use; never empty. */
export function parameterValues(part: ParameterPart, view: View): AbstractValue {
  if (part.prefix !== undefined) return prefixed(part, view);
  // What nobody knows a reference to stand for may be all elements of an array.
  if (isOpen(part, view)) return only(someWords(part, view));
  return valuesFrom(elements(part, heldBy(part, view), view), part, view);
}

function isOpen({ name, subscript }: ParameterPart, { context: { state } }: View): boolean {
  if (subscript !== undefined || !isReference(name, state)) return false;
  return state.get(name).some(({ value }) => value.kind === 'unknown' && !value.refersTo);
}

/** What the operator of an expansion makes of the values that it asks for. */
function valuesFrom(asked: AbstractValue, part: ParameterPart, view: View): AbstractValue {
  const { operator, operand } = part;
  const held =
    operator && operator !== 'other' ? asked.map((one) => testedOf(one, part, view)) : asked;
  switch (operator) {
    case undefined:
    case '?':
    case ':?':
      return looked(seenThere(held, part, view), view);
    case '-':
    case ':-':
    case '=':
    case ':=':
      return looked(withDefault(part, seenThere(held, part, view), view), view);
    case '+':
    case ':+':
      if (operand === undefined || asked.some(({ value }) => isUntold(value, part, view))) {
        return UNKNOWN_VALUES;
      }
      return insteadOf(part, operand, held, view);
    case 'other':
      return part.change ? looked(changedValues(part, held, view), view) : UNKNOWN_VALUES;
  }
}

/** Values as an expansion sees them; in the assignment of its own variable they stay where they are. */
function seenThere(held: AbstractValue, part: ParameterPart, view: View): AbstractValue {
  return view.assigning === part.name ? held : seenAll(held, usesOf(part, view));
}

function seenAll(held: AbstractValue, uses: readonly Use[]): AbstractValue {
  const [only] = held;
  if (only && held.length === 1) return [{ value: seen(only.value, uses), path: only.path }];
  return held.map(({ value, path }) => ({ value: seen(value, uses), path }));
}

/**
 * What `${x:-d}` and its like ask about: a list without words is as good as unset, and so is with a colon one
 * of a single empty word; without a subscript it is the first element.
 */
function testedOf(
  { value, path }: AbstractValue[number],
  part: ParameterPart,
  view: View,
): AbstractValue[number] {
  if (value.kind !== 'array') return { value, path };
  const isWhole = part.subscript === undefined && zshMode(view.context) !== undefined;
  if (!isWhole && !isListed(part)) {
    return part.subscript === undefined
      ? { value: elementOf(value, FIRST), path }
      : { value, path };
  }
  const [first, ...others] = value.words;
  if (first === undefined) {
    return { value: isUntold(value, part, view) ? UNKNOWN_VALUE : NO_VALUE, path };
  }
  const isNothing = others.length === 0 && first.value.decoded === '';
  const { dialect } = view.context;
  // ksh asks for the first element alone, and zsh for their number.
  if ((dialect === 'ksh' || dialect === 'zsh') && first.value.decoded === '') {
    return { value: UNKNOWN_VALUE, path };
  }
  return { value: isNothing ? { kind: 'scalar', text: first.value } : value, path };
}

/** Whether bash and dash disagree on what becomes of no arguments: dash takes them to be set, and empty. */
function isUntold(
  value: ConcreteValue,
  { name, subscript, operator, operand }: ParameterPart,
  { context: { dialect } }: View,
): boolean {
  if (dialect === 'bash') return false;
  if (value.kind !== 'array' || value.words.length > 0 || subscript !== undefined) return false;
  if (!isAll(name) || operator === undefined) return false;
  if (operator === ':+') return name === '@';
  if (operator.startsWith(':')) return false;
  const isEmpty = operand?.parts.every((part) => part.kind === 'text' && part.text.decoded === '');
  return operator !== '-' || isEmpty !== true;
}

/** What is looked at of the values of an expansion. */
function looked(values: AbstractValue, { runner }: View): AbstractValue {
  return runner.every ? values : relevant(values);
}

/** The runs in which the environment or the user gives a variable a value, and those in which not. */
const outside = new WeakMap<object, Map<string, readonly Block[]>>();

function fromOutside({ name, operator }: ParameterPart, view: View): readonly Block[] {
  // They are the same ones for all commands of a script.
  view.runner.recorder.spoil();
  const known = outside.get(view.runner) ?? new Map<string, readonly Block[]>();
  outside.set(view.runner, known);
  // What is empty is there for `${x+d}` and not for `${x:+d}`.
  const key = `${operator} ${name}`;
  const blocks = known.get(key) ?? choiceOf(TOP, [undefined, undefined], true);
  known.set(key, blocks);
  return blocks;
}

/** What a list that is absent gives also between quotes. */
const NO_WORDS: ConcreteValue = { kind: 'array', words: [], spread: true };

/** `${x:+operand}`: nothing, or the operand where the variable has a value. */
function insteadOf(
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
  // Where the file itself says something else, what is not assigned is taken to be absent.
  const alone = held.every(({ value }) => isEmpty(value));
  const presence = held.map(({ value }) => isSet(value, alone, part.operator === ':+'));
  // Where it is there on all ways, its operand is too.
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
        if (found.length > MAX_ALTERNATIVES) return limited(found);
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

/** `${x:-d}` and `${x:=d}`: the operand for the values that are absent. */
function withDefault(part: ParameterPart, values: AbstractValue, view: View): AbstractValue {
  const { operator, operand } = part;
  if (operand === undefined) return values;
  const use = view.context.placement.use(useOf(part, view));
  const assigns = operator === '=' || operator === ':=';
  const filled = withAbsent(part, values, view, () => {
    // What is assigned is divided like any value; else quotes in the operand hold.
    const operands = assigns ? textValues(operand, view) : operandsOf(part, operand, view);
    return operands.map(({ value, path }) => {
      return { value: mapTexts(value, (text) => asDefault(text, use)), path };
    });
  });
  if (assigns && filled !== values) assignDefault(part, operand, view);
  return filled;
}

/** Values with others in the place of those that are absent; the same ones where none is. */
function withAbsent(
  { operator }: ParameterPart,
  values: AbstractValue,
  { runner: { every } }: View,
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
  const instead = others().map(({ value, path }) => ({ value, path: joinPaths(way, path) }));
  return limited([...kept, ...instead]);
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

/** Whether only branches that need not be on its way add to it, so that it may not even be assigned. */
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

/** What `${x:=d}` leaves in its variable. */
function assignDefault(part: ParameterPart, operand: ShellWord, view: View): void {
  const { state } = view.context;
  const before = state.get(part.name);
  if (part.index || before.some(({ value }) => value.kind === 'array')) {
    assignElement(part, operand, view);
    return;
  }
  const definition = { ...view, definition: part.at };
  const values = withAbsent(part, before, view, () => textValues(operand, definition));
  if (values !== before) state.set(part.name, values);
}

/** What `${x[i]:=d}` leaves, and `${x:=d}` of a list: the element is assigned where it is absent. */
function assignElement(
  { name, operator, index, at }: ParameterPart,
  operand: ShellWord,
  view: View,
): void {
  const { state, placement } = view.context;
  const asked = index ? subscriptsAt(index, view) : [{ value: FIRST, path: [] }];
  const [subscript] = asked;
  const text = textOf(operand, { ...view, definition: at });
  const word = { value: text, at: placement.span(at), many: false };
  state.set(
    name,
    state.get(name).map(({ value, path }) => {
      if (!subscript?.value || asked.length > 1) return { value: UNKNOWN_VALUE, path };
      const element = value.kind === 'unset' ? value : elementOf(value, subscript.value);
      const isAbsent = element.kind === 'unset' || (operator === ':=' && isNothing(element));
      if (element.kind === 'unknown') return { value: UNKNOWN_VALUE, path };
      return { value: isAbsent ? withElement(value, subscript.value, word, false) : value, path };
    }),
  );
}

/** How many variables one may name, depending on which way was gone. */
const MAX_NAMES = 16;

/** The values of an expansion with a `#` or `!` in front. */
function prefixed(part: ParameterPart, view: View): AbstractValue {
  const held = heldBy(part, view);
  switch (part.prefix) {
    case 'length':
      return isListed(part) ||
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
      if (others.length === 0) return namedBy(name, part, view);
      return references.flatMap(({ path: way }, index) => {
        const values = namedBy(names[index] ?? '', part, view);
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
function namedBy(text: string, part: ParameterPart, view: View): AbstractValue {
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
  if (isAll(list)) {
    const values = parameterValues(named, view);
    return values.map(({ value, path }) => ({ value: spreadOf(value, list, part, view), path }));
  }
  if (inside === undefined) return parameterValues(named, view);
  const subscript = subscriptOf(inside, part.at, view);
  const found = heldBy(named, view).map(({ value, path }) => ({
    value: elementAt(value, subscript),
    path,
  }));
  return valuesFrom(found, named, view);
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
function someWords(part: ParameterPart, view: View): ConcreteValue {
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
