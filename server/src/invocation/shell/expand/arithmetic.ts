/** Shell arithmetic (bash manual 6.5), 64 bits. Comparisons, `**` and bitwise operators are unknown. */

import { readArithmetic } from '../../../syntax/shell/reader.ts';
import type { Arithmetic, ShellWord } from '../../../syntax/shell/tree.ts';
import type { Subscript } from './elements.ts';

/** An expression's access to variables. */
export interface Numbers {
  /** How many names may still stand for another expression. */
  readonly names: number;
  /** In dash `++x` is two signs. */
  readonly dash: boolean;
  /** Undefined if unknown. */
  readonly text: (word: ShellWord) => string | undefined;
  /** Resolves `x` or `a[i]`; undefined for other text. */
  readonly place: (text: string) => Place | undefined;
  /** Empty if unset, undefined if unknown. */
  readonly held: (place: Place) => string | undefined;
  /** Without a place, any variable may change. */
  readonly assign: (place: Place | undefined, value: bigint | undefined) => void;
}

/** A variable or element: `x`, `a[i]`. */
export interface Place {
  readonly name: string;
  readonly subscript: Subscript | undefined;
}

/** Undefined if unknown or not a number. */
export function evaluate(expression: Arithmetic | undefined, numbers: Numbers): bigint | undefined {
  if (expression === undefined) return undefined;
  switch (expression.kind) {
    case 'word':
      return numberOf(numbers.text(expression.word)?.trim(), numbers);
    case 'unary':
      return unary(expression, numbers);
    case 'choice':
      evaluate(expression.test, numbers);
      evaluate(expression.yes, perhaps(numbers));
      evaluate(expression.no, perhaps(numbers));
      return undefined;
    case 'binary':
      return binary(expression, numbers);
  }
}

/** For an operand that may be skipped, as that of `&&`; so may the subscript of its `a[i++]`. */
function perhaps(numbers: Numbers): Numbers {
  const own: Numbers = {
    ...numbers,
    assign: (place) => numbers.assign(place, undefined),
    place: (text) => {
      const open = text.indexOf('[');
      if (open === -1) return numbers.place(text);
      evaluate(readArithmetic(text.slice(open + 1, -1)), own);
      return numbers.place(text.slice(0, open));
    },
  };
  return own;
}

/** Surely below 2^63. */
const DECIMAL = /^(?:0|[1-9]\d{0,17})$/;

function numberOf(text: string | undefined, numbers: Numbers): bigint | undefined {
  if (text === undefined) return undefined;
  if (text === '') return 0n;
  if (DECIMAL.test(text)) return BigInt(text);
  if (/^0[xX][0-9A-Fa-f]{1,15}$/.test(text)) return BigInt(text);
  if (numbers.names === 0) return undefined;
  const place = numbers.place(text);
  if (place) return numberAt(place, numbers);
  // `n='i = 1'; echo $((n))` assigns.
  const expression = readArithmetic(text);
  return expression?.kind === 'word' ? undefined : evaluate(expression, behindName(numbers));
}

function numberAt(place: Place, numbers: Numbers): bigint | undefined {
  return numberOf(numbers.held(place)?.trim(), behindName(numbers));
}

function behindName(numbers: Numbers): Numbers {
  return { ...numbers, names: numbers.names - 1 };
}

const ASSIGNMENTS = new Set(['=', '+=', '-=', '*=', '/=', '%=', '<<=', '>>=', '&=', '^=', '|=']);

function placeOf(expression: Arithmetic, numbers: Numbers): Place | undefined {
  const text = expression.kind === 'word' ? numbers.text(expression.word)?.trim() : undefined;
  return text === undefined ? undefined : numbers.place(text);
}

function unary(
  { operator, operand, prefix }: Extract<Arithmetic, { kind: 'unary' }>,
  numbers: Numbers,
): bigint | undefined {
  if (operator === '++' || operator === '--') {
    const place = placeOf(operand, numbers);
    // `++7` is two signs.
    const isKnown = place && (!prefix || !numbers.dash);
    const before = isKnown ? numberAt(place, numbers) : undefined;
    const next =
      before === undefined ? undefined : toInt64(before + (operator === '++' ? 1n : -1n));
    numbers.assign(place, next);
    return prefix ? next : before;
  }
  const value = evaluate(operand, numbers);
  if (value === undefined) return undefined;
  switch (operator) {
    case '-':
      return toInt64(-value);
    case '+':
      return value;
    default:
      return undefined;
  }
}

function binary(
  { operator, left, right }: Extract<Arithmetic, { kind: 'binary' }>,
  numbers: Numbers,
): bigint | undefined {
  if (ASSIGNMENTS.has(operator)) {
    const place = placeOf(left, numbers);
    const value = evaluate(right, numbers);
    const old = operator === '=' || !place ? 0n : numberAt(place, numbers);
    const next =
      operator === '='
        ? value
        : old === undefined || value === undefined
          ? undefined
          : calculate(operator.slice(0, -1), old, value);
    numbers.assign(place, next);
    return place && next;
  }
  const first = evaluate(left, numbers);
  const second = evaluate(right, /^(?:&&|\|\|)$/.test(operator) ? perhaps(numbers) : numbers);
  if (operator === ',') return second;
  return first === undefined || second === undefined
    ? undefined
    : calculate(operator, first, second);
}

function calculate(operator: string, one: bigint, other: bigint): bigint | undefined {
  switch (operator) {
    case '+':
      return toInt64(one + other);
    case '-':
      return toInt64(one - other);
    case '*':
      return toInt64(one * other);
    case '/':
      return other === 0n ? undefined : toInt64(one / other);
    case '%':
      return other === 0n ? undefined : one % other;
    default:
      return undefined;
  }
}

function toInt64(value: bigint): bigint {
  return BigInt.asIntN(64, value);
}
