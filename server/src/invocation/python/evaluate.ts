/** Evaluates expressions to exact, possible or unknown values. */

import { PYTHON } from '../../syntax/python/encodings.ts';
import type { Expression } from '../../syntax/python/tree.ts';
import { stopAt } from '../../text/fuel.ts';
import { LIMITS } from '../../text/limits.ts';
import { type MappedText, mappedText, unknownText, verbatim } from '../../text/mapped-text.ts';
import { handEntries } from './given.ts';
import { hand } from './handed.ts';
import { keyOf, madeOf, spreadItems } from './lists.ts';
import { attributeOf, lookUp, useOf } from './names.ts';
import { held, inBranch, itemsIn, listOf, payForMany, type Run, step } from './run.ts';
import { asText, fillPercent, joinedTexts, shownAt } from './texts.ts';
import {
  type Cell,
  either,
  entriesOf,
  type Item,
  isSure,
  keyedBy,
  mapOptions,
  NONE,
  type Option,
  optionsOf,
  perhaps,
  piecesIn,
  present,
  sameValue,
  seenThrough,
  TOO_LONG,
  UNKNOWN_VALUE,
  type Value,
} from './values.ts';
import { itemsThrough } from './words.ts';

/** Unknown without fuel. */
export function evaluate(expression: Expression, run: Run): Value {
  if (!step(run, expression.at)) return UNKNOWN_VALUE;
  switch (expression.kind) {
    case 'text':
      return charged(textOf(expression, run), expression, run);
    case 'number':
      return numberOf(expression, run);
    case 'constant':
      return { kind: 'constant', value: expression.value };
    case 'name':
      return charged(
        seenThrough(lookUp(expression.name, run), useOf(expression, run)),
        expression,
        run,
      );
    case 'list':
    case 'tuple':
      return listOf(run, elementsOf(expression.elements, run), expression.kind === 'tuple');
    case 'set':
      elementsOf(expression.elements, run);
      return UNKNOWN_VALUE;
    case 'spread':
      evaluate(expression.value, run);
      return UNKNOWN_VALUE;
    case 'dictionary':
      return dictionaryOf(expression, run);
    case 'call':
      return charged(run.callOf(expression, run), expression, run);
    case 'attribute':
      return charged(attributeOf(expression, run), expression, run);
    case 'item':
      return itemOf(expression, run);
    case 'binary':
      return charged(binaryOf(expression, run), expression, run);
    case 'logical':
      return logicalOf(expression, run);
    case 'conditional':
      return conditionalOf(expression, run);
    case 'named': {
      const value = evaluate(expression.value, run);
      const { at, name } = expression;
      run.assign({ kind: 'name', at, name }, value, at, run);
      return value;
    }
    case 'same':
      return evaluate(expression.value, run);
    case 'slice':
      return UNKNOWN_VALUE;
    case 'test':
      for (const part of expression.parts) evaluate(part, run);
      return UNKNOWN_VALUE;
    case 'other': {
      // Comprehensions and lambdas may start something.
      const values = expression.parts.map((part) => {
        const value = evaluate(part, run);
        if (/^(?:name|attribute|list|dictionary)$/.test(part.kind)) hand(run, value, part.at);
        return value;
      });
      run.frame.yielded.push(...values);
      return madeOf(values, run);
    }
  }
}

/** Pays for a value's text. */
export function charged(value: Value, { at }: Expression, run: Run): Value {
  if (value === TOO_LONG) stopAt(run.fuel, at);
  const pieces = value === TOO_LONG ? LIMITS.pieces : piecesIn(value);
  payForMany(run, at, pieces, 1 / 2);
  return value;
}

function numberOf({ at, text }: Extract<Expression, { kind: 'number' }>, run: Run): Value {
  if (!/^\d+$/.test(text)) return UNKNOWN_VALUE;
  return { kind: 'number', text: verbatim(run.source, at, PYTHON.number) };
}

function textOf(expression: Extract<Expression, { kind: 'text' }>, run: Run): Value {
  const parts: (readonly MappedText[])[] = [];
  for (const part of expression.parts) {
    if (part.kind === 'text') {
      parts.push([part.text]);
      continue;
    }
    const value = evaluate(part.value, run);
    const { at, source, encodings, isPlain } = part;
    parts.push(shownAt(value, { at, source, encodings }, isPlain));
  }
  const { start } = expression.at;
  if (parts.length === 0) return { kind: 'text', text: mappedText([], { start, end: start }) };
  return joinedTexts(parts);
}

/** Spreads `*rest`. */
function elementsOf(elements: readonly Expression[], run: Run): readonly Item[] {
  return elements.flatMap((element): readonly Item[] => {
    const { at } = element;
    if (element.kind !== 'spread') {
      return [{ value: evaluate(element, run), at, many: false }];
    }
    return spreadItems(evaluate(element.value, run), at, run);
  });
}

function dictionaryOf({ entries }: Extract<Expression, { kind: 'dictionary' }>, run: Run): Value {
  const known = new Map<string, Value>();
  let isOpen = false;
  for (const { key, value } of entries) {
    const by = key ? evaluate(key, run) : UNKNOWN_VALUE;
    const own = keyedBy(evaluate(value, run), by);
    const name = keyOf(by);
    if (name !== undefined) known.set(name, own);
    else {
      hand(run, own, value.at);
      isOpen = true;
      for (const [before, one] of known) known.set(before, perhaps(one));
    }
  }
  return held(run, { kind: 'dictionary', entries: known, isOpen });
}

function itemOf(expression: Extract<Expression, { kind: 'item' }>, run: Run): Value {
  const object = evaluate(expression.object, run);
  const { index } = expression;
  if (index.kind === 'slice') {
    return mapOptions(object, (own) => {
      const items = itemsThrough(run, own);
      const range = items && rangeOf(index, items, run);
      if (range) return listOf(run, items.slice(range.begin, range.end));
      return index.begin ? UNKNOWN_VALUE : madeOf([own], run);
    });
  }
  const key = evaluate(index, run);
  const position = integerOf(index, run);
  return mapOptions(object, (own) => {
    if (own.kind === 'list' && position !== undefined) {
      const items = itemsIn(run, own);
      const range = position < 0 ? items?.slice(position) : items?.slice(0, position + 1);
      if (!range?.every(isSure)) return UNKNOWN_VALUE;
      const item = items?.at(position);
      const one = item ? seenThrough(item.value, useOf(expression, run)) : UNKNOWN_VALUE;
      // Unknown code that got the list may have changed it.
      return items?.at(-1)?.many ? perhaps(one) : one;
    }
    const name = keyOf(key);
    const entries = own.kind === 'dictionary' ? entriesOf(run.state.cells.get(own.id)) : undefined;
    if (entries && name !== undefined)
      return seenThrough(present(entries.get(name)), useOf(expression, run));
    if (entries) handEntries(own, index.at, run);
    return UNKNOWN_VALUE;
  });
}

/** Undefined if an offset is unknown. */
function rangeOf(
  { begin, end, hasStep }: Extract<Expression, { kind: 'slice' }>,
  items: readonly Item[],
  run: Run,
): { readonly begin: number; readonly end: number } | undefined {
  const [from, to] = [begin, end].map((one, index) => {
    if (one === undefined) return index === 0 ? 0 : items.length;
    const position = integerOf(one, run);
    if (position === undefined) return undefined;
    const counted = position < 0 ? items.slice(position) : items.slice(0, position);
    if (!counted.every(isSure)) return undefined;
    return Math.max(0, Math.min(items.length, position < 0 ? items.length + position : position));
  });
  if (hasStep || from === undefined || to === undefined) return undefined;
  return { begin: from, end: Math.max(from, to) };
}

/** The integer of `-1` or of a name; else undefined. */
export function integerOf({ at, ...expression }: Expression, run: Run): number | undefined {
  const own = run.source.slice(at.start, at.end);
  if (/^-?\d+$/.test(own)) return Number(own);
  const value = expression.kind === 'name' ? lookUp(expression.name, run) : UNKNOWN_VALUE;
  return value.kind === 'number' ? Number(value.text.decoded) : undefined;
}

/** Iterates `a + b + c`, which may be as long as the file. */
function binaryOf(expression: Extract<Expression, { kind: 'binary' }>, run: Run): Value {
  const chain: Extract<Expression, { kind: 'binary' }>[] = [];
  let leftmost: Expression = expression;
  while (leftmost.kind === 'binary') {
    chain.push(leftmost);
    leftmost = leftmost.left;
  }
  let before: Expression = leftmost;
  let value = evaluate(leftmost, run);
  for (const part of chain.toReversed()) {
    const right = evaluate(part.right, run);
    value = combined(part.operator, { value, of: before }, { value: right, of: part.right }, run);
    before = part;
  }
  return value;
}

interface Operand {
  readonly value: Value;
  readonly of: Expression;
}

/** The result of an operator. */
export function combined(operator: string, left: Operand, right: Operand, run: Run): Value {
  if (operator === '%') return filled(left, right, run);
  const sides = [left, right];
  if (operator !== '+') return madeOf([left.value, right.value], run);
  const isText = sides.some(({ value }) => optionsOf(value).some(({ kind }) => kind === 'text'));
  if (isText) {
    return joinedTexts(
      sides.map(({ value, of }) => {
        return optionsOf(value).map((own) => {
          const use = useOf(of, run);
          return own.kind === 'text' ? own.text : unknownText(use.source, use);
        });
      }),
    );
  }
  const isList = sides.some(({ value }) => optionsOf(value).some(({ kind }) => kind === 'list'));
  if (!isList) return UNKNOWN_VALUE;
  return listOf(
    run,
    sides.flatMap(({ value, of }) => spreadItems(value, of.at, run)),
  );
}

function filled(left: Operand, { value: given, of }: Operand, run: Run): Value {
  const made = mapOptions(left.value, (template) => {
    if (template.kind !== 'text') return UNKNOWN_VALUE;
    const filling = fillPercent(template.text, (name, count) => {
      return mapOptions(given, (values) => argumentOf(values, name, count, run));
    });
    return filling ?? UNKNOWN_VALUE;
  });
  // A temporary tuple is released.
  if (of.kind === 'tuple' && given.kind === 'list') run.state.cells.set(given.id, NO_ITEMS);
  return made;
}

const NO_ITEMS: Cell = { kind: 'list', items: [], isTuple: true };

function argumentOf(values: Option, name: string, count: number, run: Run): Value {
  const cell = 'id' in values ? run.state.cells.get(values.id) : undefined;
  if (values.kind === 'dictionary') return present(entriesOf(cell)?.get(name));
  if (cell?.kind === 'list' && cell.isTuple) {
    const isExact = cell.items.every(isSure);
    return (isExact ? cell.items[Number(name)]?.value : undefined) ?? UNKNOWN_VALUE;
  }
  return count === 1 && name === '0' && asText(values) ? values : UNKNOWN_VALUE;
}

/** `a or b`, `a and b`: either value, unless a literal before `or` decides. */
function logicalOf(expression: Extract<Expression, { kind: 'logical' }>, run: Run): Value {
  const left = evaluate(expression.left, run);
  const right = inBranch(run, {}, () => evaluate(expression.right, run));
  if (expression.operator === 'and') return right;
  const text = asText(left);
  const isSure = text?.pieces.every(({ kind, branch }) => kind === 'known' && !branch);
  if (left.kind === 'constant' || isSure) {
    return text?.decoded && !(left.kind === 'number' && Number(text.decoded) === 0) ? left : right;
  }
  return withDefault(left, right);
}

/** A default counts, like a shell's `${HOST:-…}`. */
function withDefault(value: Value, otherwise: Value): Value {
  return mayBeAbsent(value) && asText(otherwise) ? otherwise : either(value, otherwise);
}

/** Whether a value is unknown or `None`. */
export function mayBeAbsent(value: Value): boolean {
  return optionsOf(value).every((own) => own.kind === 'unknown' || sameValue(own, NONE));
}

/** What a test finds absent (`not x`, `x is None`, `k not in x`), or present (`x`). */
export function absenceIn(test: Expression): { readonly of: Expression; readonly isSo: boolean } {
  const [first = test, second] = test.kind === 'test' ? test.parts : [];
  const operator = test.kind === 'test' ? test.operator : '';
  if (second && operator.endsWith('in')) return { of: second, isSo: operator !== 'in' };
  const isNothing = !second || (second.kind === 'constant' && !second.value) || isEmpty(second);
  if (!isNothing) return { of: test, isSo: false };
  return { of: first, isSo: /^(?:not|is|==)$/.test(operator) };
}

function isEmpty(text: Expression): boolean {
  return (
    text.kind === 'text' && text.parts.every((one) => one.kind === 'text' && !one.text.decoded)
  );
}

function conditionalOf(expression: Extract<Expression, { kind: 'conditional' }>, run: Run): Value {
  const { test, body, otherwise } = expression;
  evaluate(test, run);
  const then = inBranch(run, { condition: test.at }, () => evaluate(body, run));
  const other = inBranch(run, {}, () => evaluate(otherwise, run));
  const { of, isSo } = absenceIn(test);
  const isOf = (own: Expression) => useOf(own, run).source.startsWith(useOf(of, run).source);
  if (isSo && isOf(otherwise)) return withDefault(other, then);
  return !isSo && isOf(body) ? withDefault(then, other) : either(then, other);
}
