/** What `$x`, `${x[i]}`, `${x:-d}`, `${x%.cfg}` and their like stand for (bash manual 3.5.3). */
import type { ParameterPart, ShellWord } from '../../../syntax/shell/tree.ts';
import { mappedText, type Use } from '../../../text/mapped-text.ts';
import { type Alternative, agree, joinPaths, throughBlock } from '../domain/alternatives.ts';
import { isReference } from '../domain/attributes.ts';
import { type Block, choiceOf, TOP } from '../domain/blocks.ts';
import { MAX_ALTERNATIVES } from '../domain/limits.ts';
import {
  type AbstractValue,
  type ConcreteValue,
  isEmpty,
  isSet,
  limited,
  mayBeSkipped,
  NO_VALUE,
  only,
  relevant,
  seen,
  UNKNOWN_VALUE,
  UNKNOWN_VALUES,
} from '../domain/values.ts';
import { usesOf, type View } from '../view.ts';
import { elementOf, FIRST } from './elements.ts';
import { operandsOf } from './operands.ts';
import { changedValues } from './parameter-changes.ts';
import { withDefault } from './parameter-defaults.ts';
import { elements, heldBy, isAll } from './parameter-held.ts';
import { prefixed, someWords } from './parameter-prefixes.ts';
import { zshMode } from './zsh.ts';

/** The values of an expansion seen from its use; never empty. */
export function parameterValues(part: ParameterPart, view: View): AbstractValue {
  if (part.prefix !== undefined) return prefixed(part, view, valuesFrom);
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
  if (!isWhole && !isAll(part.subscript ?? part.name)) {
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
