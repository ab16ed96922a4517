import { LIMITS } from '../../text/limits.ts';
import { concat, type Piece } from '../../text/mapped-text.ts';
import { combinations, mapValues } from './alternatives.ts';
import {
  type AbstractValue,
  type ConcreteValue,
  countKnown,
  type List,
  type Scalar,
  UNKNOWN_VALUE,
  UNKNOWN_VALUES,
} from './values.ts';

/** The old value, and what was added in front and behind. */
export interface Growth {
  readonly from: ConcreteValue;
  readonly front: Scalar | List | undefined;
  readonly back: Scalar | List | undefined;
}

/** Appends words to an array, text to a scalar. `remember` records the origin. */
export function grow(
  old: ConcreteValue,
  added: ConcreteValue,
  remember: boolean,
  inFront = false,
): ConcreteValue {
  const [first, second] = inFront ? [added, old] : [old, added];
  const grown: Growth | undefined =
    remember && (added.kind === 'scalar' || added.kind === 'array')
      ? { from: old, front: inFront ? added : undefined, back: inFront ? undefined : added }
      : undefined;
  if (old.kind === 'unset') {
    return added.kind === 'scalar' || added.kind === 'array' ? { ...added, grown } : added;
  }
  if (first.kind === 'array' && second.kind === 'array') {
    return {
      kind: 'array',
      words: [...first.words, ...second.words],
      keys: first.keys && !inFront ? [...first.keys, ...keysBehind(first, second)] : undefined,
      associative: first.associative ?? second.associative,
      grown,
    };
  }
  if (first.kind === 'scalar' && second.kind === 'scalar') {
    return { kind: 'scalar', text: concat([first.text, second.text]), grown };
  }
  return old.kind === 'scalar' && old.text.decoded === '' ? added : UNKNOWN_VALUE;
}

/** Concatenates values; undefined for mixed kinds and lists with keys. */
export function inOne(parts: readonly ConcreteValue[]): readonly ConcreteValue[] | undefined {
  const texts = parts.flatMap((part) => (part.kind === 'scalar' ? part.text : []));
  if (texts.length === parts.length) return [{ kind: 'scalar', text: concat(texts) }];
  const lists = parts.flatMap((part) => (part.kind === 'array' && !part.keys ? [part.words] : []));
  return lists.length === parts.length ? [{ kind: 'array', words: lists.flat() }] : undefined;
}

/** The key of a subscript: `-1` is the last. */
export function keyAmong(
  keys: readonly (string | undefined)[],
  asked: string,
  { associative }: Pick<List, 'associative'>,
): { readonly key: string; readonly fromEnd: boolean } {
  const fromEnd = !associative && asked.startsWith('-');
  const key = fromEnd ? String(Number(keys.at(-1) ?? -1) + 1 + Number(asked)) : asked;
  return { key, fromEnd };
}

function keysBehind(list: List, added: List): readonly (string | undefined)[] {
  const last = countKnown(list.words) ? Math.max(-1, ...keysOf(list).map(Number)) : Number.NaN;
  return keysOf(added).map((key) =>
    Number.isNaN(last) ? undefined : String(last + 1 + Number(key)),
  );
}

/** Keys of a list; indexes by default. */
export function keysOf({ words, keys }: List): readonly (string | undefined)[] {
  return keys ?? words.map((_, index) => String(index));
}

/** Whether a value records its origin. */
export function hasGrown(value: ConcreteValue): boolean {
  return (value.kind === 'scalar' || value.kind === 'array') && value.grown !== undefined;
}

/** The parts by which a value grew from the latest of `olds`; undefined if from none. */
export function growthSince(
  value: ConcreteValue,
  olds: readonly ConcreteValue[],
):
  | {
      readonly index: number;
      readonly front: readonly ConcreteValue[];
      readonly back: readonly ConcreteValue[];
    }
  | undefined {
  if (!hasGrown(value)) return undefined;
  const front: ConcreteValue[] = [];
  const back: ConcreteValue[] = [];
  let current = value;
  for (let steps = 0; steps < LIMITS.pieces; steps++) {
    const index = olds.indexOf(current);
    if (index !== -1) return steps === 0 ? undefined : { index, front, back: back.reverse() };
    if ((current.kind !== 'scalar' && current.kind !== 'array') || !current.grown) return undefined;
    if (current.grown.front) front.push(current.grown.front);
    if (current.grown.back) back.push(current.grown.back);
    current = current.grown.from;
  }
  return undefined;
}

/** Whether a value grew from another, by its record or text. */
export function hasGrownFrom(old: ConcreteValue, value: ConcreteValue): boolean {
  if (growthSince(value, [old]) !== undefined) return true;
  if (old.kind === 'scalar' && value.kind === 'scalar') {
    const { decoded } = old.text;
    const grown = value.text.decoded;
    return decoded !== '' && (grown.startsWith(decoded) || grown.endsWith(decoded));
  }
  if (old.kind !== 'array' || value.kind !== 'array' || old.words.length === 0) return false;
  const last = value.words.length - old.words.length;
  return [0, last].some((from) => {
    return old.words.every((word, index) => {
      return word.value.decoded === value.words[from + index]?.value.decoded;
    });
  });
}

/** Whether a value has text from other places. */
export function hasOtherPlaces(value: ConcreteValue, places: ReadonlySet<number>): boolean {
  return piecesIn(value).some((piece) => !placesOf(piece).some((place) => places.has(place)));
}

/** Offsets of values' pieces and of their uses. */
export function placesIn(values: AbstractValue): ReadonlySet<number> {
  return new Set(values.flatMap(({ value }) => piecesIn(value).flatMap(placesOf)));
}

function piecesIn(value: ConcreteValue): readonly Piece[] {
  if (value.kind === 'scalar') return value.text.pieces;
  return value.kind === 'array' ? value.words.flatMap((word) => word.value.pieces) : [];
}

function placesOf({ at, through }: Piece): readonly number[] {
  return [at.start, ...through.map((use) => use.at.start)];
}

/** Appends one of several values to each, or all with `every`. */
export function grownBy(
  before: AbstractValue,
  after: AbstractValue,
  remember: boolean,
  inFront = false,
  every = false,
): AbstractValue {
  const [old] = before;
  const [added] = after;
  if (old && added && before.length === 1 && after.length === 1) {
    return [{ value: grow(old.value, added.value, remember, inFront), path: [] }];
  }
  const limit = every ? LIMITS.group : LIMITS.values + 1;
  const found = combinations([before, after], limit, every);
  const grown = mapValues(found, ([first, second]) => {
    return first && second ? grow(first, second, remember, inFront) : UNKNOWN_VALUE;
  });
  return found.length > LIMITS.values ? [...grown, ...UNKNOWN_VALUES] : grown;
}
