/** What `${x:-d}` and `${x:=d}` give where the parameter has no value (bash manual 3.5.3). */
import type { ParameterPart, ShellWord } from '../../../syntax/shell/tree.ts';
import type { MappedText } from '../../../text/mapped-text.ts';
import { type Alternative, joinPaths } from '../domain/alternatives.ts';
import {
  type AbstractValue,
  asDefault,
  type ConcreteValue,
  commonPath,
  defaultApplies,
  isNothing,
  isUserProvided,
  limited,
  mapTexts,
  mayBeNothing,
  UNKNOWN_VALUE,
} from '../domain/values.ts';
import { useOf, type View } from '../view.ts';
import { elementOf, FIRST, subscriptsAt, withElement } from './elements.ts';
import { textOf } from './expand.ts';
import { operandsOf, textValues } from './operands.ts';

/** `${x:-d}` and `${x:=d}`: the operand for the values that are absent. */
export function withDefault(part: ParameterPart, values: AbstractValue, view: View): AbstractValue {
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
