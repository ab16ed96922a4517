/** Items of lists as they are spread, added and replaced, and entries of dictionaries as they are taken out. */

import { PYTHON } from '../../syntax/python/encodings.ts';
import { UNKNOWN_ENCODING } from '../../text/encoding.ts';
import { inBranch, isKnown, type MappedText } from '../../text/mapped-text.ts';
import { hand } from './handed.ts';
import { fewItems, itemInBranch, itemsInBranch } from './join.ts';
import { itemsIn, listOf, MAX_ITEMS, type Run } from './run.ts';
import { asText, dividedByShlex, joinedTexts, unknownText } from './texts.ts';
import {
  either,
  type Item,
  MISSING,
  optionsOf,
  present,
  UNKNOWN_VALUE,
  type Value,
} from './values.ts';
import { itemsThrough, ownText, wordsAt } from './words.ts';

/** What `*value` gives. Of several lists each may be there. */
export function spreadItems(value: Value, at: Item['at'], run: Run): readonly Item[] {
  const unknown: Item = { value: UNKNOWN_VALUE, at, many: true };
  const options = optionsOf(value);
  return options.flatMap(({ value: own, path }) => {
    const items = itemsThrough(run, own);
    if (items === undefined) return [unknown];
    if (options.length === 1) return items;
    // What is in one of several lists is not together with what is in another. Where several choices lead to a list,
    // the way through the last one alone is not enough to have it.
    const [arm = {}, ...further] = path;
    return items.map(itemsInBranch(further.length > 0 ? {} : arm));
  });
}

/** The key that a value is; undefined where it is not known. */
export function keyOf(value: Value): string | undefined {
  if (value.kind === 'text' || value.kind === 'number') {
    const isKnown = value.text.pieces.every(({ kind }) => kind === 'known');
    return isKnown ? `${value.kind} ${value.text.decoded}` : undefined;
  }
  return value.kind === 'constant' ? `constant ${value.value}` : undefined;
}

/** What a dictionary gives whoever goes through it, in its order; undefined for one that may have other entries. */
export function itemsOfEntries(
  dictionary: Value,
  kind: 'keys' | 'values' | 'items',
  at: Item['at'],
  run: Run,
): readonly Item[] | undefined {
  const cell = dictionary.kind === 'dictionary' ? run.state.cells.get(dictionary.id) : undefined;
  if (cell?.kind !== 'dictionary' || cell.isOpen) return undefined;
  return [...cell.entries].map(([key, own]): Item => {
    const isThere = optionsOf(own).every((option) => option.value.kind !== 'missing');
    const item = { at, many: false, branch: isThere ? undefined : {} };
    const [name, value] = [valueOfKey(key, at), present(own)];
    if (kind !== 'items') return { ...item, value: kind === 'keys' ? name : value };
    const pair = [name, value].map((one) => ({ value: one, at, many: false }));
    return { ...item, value: listOf(run, pair, true) };
  });
}

/** What a key says, which is written elsewhere. */
function valueOfKey(key: string, at: Item['at']): Value {
  const kind = (['text', 'number'] as const).find((one) => key.startsWith(`${one} `));
  if (kind === undefined) return UNKNOWN_VALUE;
  return { kind, text: ownText(key.slice(kind.length + 1), at, UNKNOWN_ENCODING) };
}

/** Adds items to a list; perhaps only, where it is one of several. */
export function extendList(
  list: Value,
  items: readonly Item[],
  run: Run,
  isOneOfSeveral = false,
): void {
  if (list.kind !== 'list') return;
  const own = itemsIn(run, list);
  // Behind so many are others already that nobody knows.
  if (own === undefined || own.length > MAX_ITEMS) return;
  const added = isOneOfSeveral ? items.map((item) => itemInBranch(item, {})) : items;
  setItems(list, [...own, ...added], run);
}

/** Replaces the items of a list, as far as they are not too many. */
export function setItems(list: Value, items: readonly Item[], run: Run): void {
  if (list.kind !== 'list') return;
  const cell = run.state.cells.get(list.id);
  if (cell?.kind !== 'list') return;
  run.budget.steps -= items.length >> 5;
  run.state.cells.set(list.id, { ...cell, items: fewItems(items) });
}

/** Takes an entry out of a dictionary; where nobody knows which one, any of them may be gone. */
export function removeEntry(dictionary: Value, key: string | undefined, run: Run): void {
  const cell = dictionary.kind === 'dictionary' ? run.state.cells.get(dictionary.id) : undefined;
  if (dictionary.kind !== 'dictionary' || cell?.kind !== 'dictionary') return;
  const entries = new Map(cell.entries);
  if (key !== undefined) entries.delete(key);
  else {
    const gone = { value: MISSING, path: [] };
    for (const [name, value] of entries) entries.set(name, either([...optionsOf(value), gone]));
  }
  run.state.cells.set(dictionary.id, { ...cell, entries });
}

/** Adds the entries of another dictionary, or leaves what is there where they are missing. */
export function addEntries(to: Map<string, Value>, entries: ReadonlyMap<string, Value>): void {
  for (const [key, value] of entries) {
    const own = to.get(key);
    to.set(key, own ? present(value, own) : value);
  }
}

/** A value, or another one that nobody knows. */
export function perhaps(value: Value): Value {
  return either([...optionsOf(value), { value: UNKNOWN_VALUE, path: [] }]);
}

/** Leaves as many items as nobody knows; what was in them is handed on, since it may still be there. */
export function forgetItems(list: Value, items: readonly Item[], run: Run): void {
  if (list.kind !== 'list') return;
  const at = items[0]?.at ?? { start: 0, end: 0 };
  hand(run, list, at);
  // One of which nobody knows how often it is there: one for each would be twice as many behind each `if`.
  setItems(list, items.length === 0 ? [] : [{ value: UNKNOWN_VALUE, at, many: true }], run);
}

/** The words of a text as `shlex.split` divides it, as a list. */
export function shlexList(text: MappedText, at: Item['at'], run: Run): Value {
  const words = dividedByShlex(text);
  return words ? listOf(run, textItems(words, at)) : UNKNOWN_VALUE;
}

/** Texts as items; each where it stands in the text that was divided. */
export function textItems(texts: readonly MappedText[], at: Item['at']): readonly Item[] {
  return wordsAt(texts, at).map(({ value, at: place }) => {
    // Nobody knows how many words something unknown becomes that stands by itself.
    const many = value.pieces.every(({ kind }) => kind === 'unknown') && !isKnown(value);
    return { value: { kind: 'text', text: value }, at: place, many };
  });
}

/** The items of a list as one text with something between them. */
export function joinedList(
  value: Value,
  separator: string | MappedText,
  at: Item['at'],
  run: Run,
): Value {
  const items = itemsThrough(run, value);
  if (items === undefined) return UNKNOWN_VALUE;
  const mark = typeof separator === 'string' ? separator : separator.decoded;
  // Which of these is the first one decides where the commas are; blanks too many do no harm.
  if (items[0]?.branch && !/^\s*$/.test(mark)) return UNKNOWN_VALUE;
  const between =
    typeof separator === 'string'
      ? ownText(separator, { start: at.start, end: at.start })
      : separator;
  const parts = items.map((item) => {
    return optionsOf(item.value).map(({ value: own, path }) => {
      const text =
        asText(own) ??
        unknownText(run.source.slice(item.at.start, item.at.end), item.at, PYTHON.expression);
      return { text: item.branch ? inBranch(text, item.branch) : text, path };
    });
  });
  const joined = parts.flatMap((part, index) => {
    const branch = items[index]?.branch;
    const space = branch ? inBranch(between, branch) : between;
    return index === 0 ? [part] : [[{ text: space, path: [] }], part];
  });
  return joinedTexts(joined);
}
