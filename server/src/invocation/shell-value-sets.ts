/** The values that a variable has on different ways through a script, as sets of alternatives. */

import type { Word } from './invocation.ts';
import {
  type Alternative,
  aroundBlock,
  combinations,
  goesThrough,
  MAX_ALTERNATIVES,
  type Path,
  staysOut,
  throughBlock,
} from './shell-alternatives.ts';
import type { Block } from './shell-scan.ts';
import {
  append,
  definedAt,
  isEmpty,
  isForeign,
  MAX_PIECES,
  sizeOf,
  UNKNOWN_VALUE,
  type Value,
} from './shell-value.ts';

/** What a variable can be; never empty. */
export type Values = readonly Alternative<Value>[];

export const UNKNOWN_VALUES: Values = [{ value: UNKNOWN_VALUE, path: [] }];
/** What the user says. */
export const FOREIGN_VALUES: Values = [{ value: { kind: 'unknown', foreign: true }, path: [] }];
export const UNSET: Values = [{ value: { kind: 'unset' }, path: [] }];

/**
 * What is looked at of all that a variable may hold. A value that is only emptied on some path is still
 * the other one, unless something else is said of that path, and the literal beside the user's is the
 * default. Never empty for what is not.
 */
export function present(values: Values): Values {
  if (values.length === 1) return values;
  const held = values.filter(({ value }) => !isEmpty(value) && !isForeign(value));
  if (held.length > 0) {
    const spare = values.filter(({ value }) => isEmpty(value));
    return [...held, ...spare.map(({ value, path }) => ({ value, path, spare: true }))];
  }
  const other =
    values.find(({ value }) => isForeign(value)) ??
    values.findLast(({ value }) => value.kind !== 'unset') ??
    values.find(({ value }) => value.kind === 'unset' && !value.surely);
  return other ? [other] : values.slice(0, 1);
}

/** For which values a default counts. The user's do only where the file has none of its own. */
export function absentOf(values: Values, emptyToo: boolean): Values {
  const foreign = values.every(({ value }) => isForeign(value) || isEmpty(value));
  return values.filter(({ value }) => {
    return value.kind === 'unset' || (emptyToo && isEmpty(value)) || (foreign && isForeign(value));
  });
}

/** Words as one value of `${x[@]}`. */
export function arrayOf({ value, path }: Alternative<readonly Word[]>): Alternative<Value> {
  const words = value.map((word) => ({ ...word, text: definedAt(word.text, word.at) }));
  return { value: { kind: 'array', words }, path };
}

/** The way to one value; of several nothing is known that is common to them. */
export function commonPath(values: Values): Path {
  return values.length === 1 ? (values[0]?.path ?? []) : [];
}

/** What is left of values by the runs that leave out the block where another is assigned. */
export function around(values: Values, block: Block | undefined): Values {
  if (block === undefined) return [];
  return values.flatMap((alternative) => {
    const { value, path } = alternative;
    if (staysOut(path, block)) return alternative;
    const left = goesThrough(path, block) ? undefined : aroundBlock(path, block);
    return left ? { value, path: left } : [];
  });
}

/** Values as they are assigned in a block. */
export function through(values: Values, block: Block | undefined): Values {
  return values.map(({ value, path }) => ({ value, path: throughBlock(path, block) }));
}

/** Values that grow by others. */
export function appended(before: Values, after: Values): Values {
  const found = combinations([before, after], MAX_ALTERNATIVES + 1);
  return found.map(({ values: [first, second], path }) => {
    return { value: first && second ? append(first, second) : UNKNOWN_VALUE, path };
  });
}

/** Values as far as they are followed: no more than a few, and none of endless length. */
export function limited(values: Values): Values {
  const size = values.reduce((sum, { value }) => sum + sizeOf(value), 0);
  if (size > MAX_PIECES) return UNKNOWN_VALUES;
  if (values.length <= MAX_ALTERNATIVES) return values;
  const empty = values.filter(({ value }) => isEmpty(value));
  const held = values.filter(({ value }) => !isEmpty(value));
  if (held.length > MAX_ALTERNATIVES) return UNKNOWN_VALUES;
  // Which of the empty ones it is matters to nobody, so that the way there is forgotten.
  return [...empty.slice(-1).map(({ value }) => ({ value, path: [] })), ...held];
}

/**
 * For each value whether `${x:+d}` gives the `d`; undefined where only whoever runs the script knows.
 */
export function isThere(value: Value, alone: boolean, emptyToo: boolean): boolean | undefined {
  if (isForeign(value) || (value.kind === 'unset' && alone && !value.surely)) return undefined;
  if (value.kind === 'unknown') return undefined;
  if (value.kind === 'unset' || (value.kind === 'array' && value.words.length === 0)) return false;
  return !(emptyToo && isEmpty(value));
}
