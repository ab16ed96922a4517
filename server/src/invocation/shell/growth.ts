/** How values grow, and what they grew out of. */
import { concat } from '../../text/mapped-text.ts';
import { combinations } from './alternatives.ts';
import { MAX_ALTERNATIVES } from './limits.ts';
import {
  areThere,
  isCertain,
  type List,
  type Scalar,
  UNKNOWN_VALUE,
  type Value,
  type Values,
} from './values.ts';

/** How a value grew out of another, as far as somebody may ask. */
export interface Growth {
  readonly from: Value;
  /** What was put in front of the old value, and behind it. */
  readonly front: Scalar | List | undefined;
  readonly back: Scalar | List | undefined;
}

/**
 * A value with another behind it (`x+=…`), or in front: an array grows by words, a scalar by text. With
 * `remember` it knows what it grew out of.
 */
export function grow(old: Value, added: Value, remember: boolean, inFront = false): Value {
  const [first, second] = inFront ? [added, old] : [old, added];
  const grown: Growth | undefined =
    remember && (added.kind === 'scalar' || added.kind === 'array')
      ? { from: old, front: inFront ? added : undefined, back: inFront ? undefined : added }
      : undefined;
  if (old.kind === 'unset') {
    return added.kind === 'scalar' || added.kind === 'array' ? { ...added, grown } : added;
  }
  if (first.kind === 'array' && second.kind === 'array') {
    if (second.keys && !inFront) return merged(first, second, grown);
    const keyed = first.keys ?? second.keys;
    return {
      kind: 'array',
      words: [...first.words, ...second.words],
      keys: keyed && !inFront ? [...keysOf(first), ...keysBehind(first, second)] : undefined,
      associative: first.associative ?? second.associative,
      grown,
    };
  }
  if (first.kind === 'scalar' && second.kind === 'scalar') {
    return { kind: 'scalar', text: concat([first.text, second.text]), grown };
  }
  return old.kind === 'scalar' && old.text.text === '' ? added : UNKNOWN_VALUE;
}

/** An array with elements that have keys of their own: those that are there already take the new words. */
function merged(list: List, added: List, grown: Growth | undefined): Value {
  const associative = list.associative ?? added.associative;
  const keys = keysOf(list);
  if (keys.length === 0) return { ...added, associative, grown };
  const isKnown = [...keys, ...keysOf(added)].every((key) => key !== undefined);
  if (!isKnown || !(associative || list.keys || isCertain(list.words))) return UNKNOWN_VALUE;
  const byKey = new Map(keys.map((key, index) => [key, list.words[index]]));
  for (const [index, key] of keysOf(added).entries()) byKey.set(key, added.words[index]);
  const entries = [...byKey];
  if (!associative) entries.sort(([one], [other]) => Number(one) - Number(other));
  const words = entries.flatMap(([, word]) => word ?? []);
  // What takes another's place or stands in front of it is not behind the old value.
  const isBehind =
    byKey.size === keys.length + added.words.length &&
    list.words.every((word, index) => word === words[index]);
  return {
    kind: 'array',
    words,
    keys: entries.map(([key]) => key),
    associative,
    grown: isBehind ? grown : undefined,
  };
}

/** The keys of words that are added to an array: without keys of their own they stand behind its last one. */
function keysBehind(list: List, added: List): readonly (string | undefined)[] {
  if (added.keys || list.associative || added.associative) return keysOf(added);
  const last = isCertain(list.words) ? Math.max(-1, ...keysOf(list).map(Number)) : Number.NaN;
  return keysOf(added).map((key) =>
    Number.isNaN(last) ? undefined : String(last + 1 + Number(key)),
  );
}

/** Whether an element stands where its number says, whatever of the words in front may be missing. */
export function isPlaced({ words, keys, associative }: List, position: number): boolean {
  if (associative || keys) return true;
  const last = words.length - 1;
  return areThere(words.slice(0, position < last ? position + 1 : position)) || isCertain(words);
}

/** The keys of an array. */
export function keysOf({ words, keys }: List): readonly (string | undefined)[] {
  return keys ?? words.map((_, index) => String(index));
}

/** Whether a value knows what it grew out of. */
export function hasGrown(value: Value): boolean {
  return (value.kind === 'scalar' || value.kind === 'array') && value.grown !== undefined;
}

/** How many steps of growth are looked back over. */
const MAX_GROWTH = 2_000;

/**
 * What lies in front of and behind an old value in one that grew out of it, with the index of the old one;
 * undefined where it grew out of none. Of old ones that grew out of each other it is the last.
 */
export function growthSince(
  value: Value,
  olds: readonly Value[],
):
  | { readonly index: number; readonly front: readonly Value[]; readonly back: readonly Value[] }
  | undefined {
  if (!hasGrown(value)) return undefined;
  const front: Value[] = [];
  const back: Value[] = [];
  let current = value;
  for (let steps = 0; steps < MAX_GROWTH; steps++) {
    const index = olds.indexOf(current);
    if (index !== -1) return steps === 0 ? undefined : { index, front, back: back.reverse() };
    if ((current.kind !== 'scalar' && current.kind !== 'array') || !current.grown) return undefined;
    if (current.grown.front) front.push(current.grown.front);
    if (current.grown.back) back.push(current.grown.back);
    current = current.grown.from;
  }
  return undefined;
}

/** Values of which each grows by one of others. */
export function grownBy(before: Values, after: Values, remember: boolean, inFront = false): Values {
  const [old] = before;
  const [added] = after;
  if (old && added && before.length === 1 && after.length === 1) {
    return [{ value: grow(old.value, added.value, remember, inFront), path: [] }];
  }
  const found = combinations([before, after], MAX_ALTERNATIVES + 1);
  return found.map(({ values: [first, second], path }) => {
    return {
      value: first && second ? grow(first, second, remember, inFront) : UNKNOWN_VALUE,
      path,
    };
  });
}
