import { PYTHON } from '../../syntax/python/encodings.ts';
import { LIMITS } from '../../text/limits.ts';
import {
  inBranch,
  isKnown,
  type MappedText,
  slice,
  unknownText,
  unwritten,
} from '../../text/mapped-text.ts';
import { programOfName } from '../program.ts';
import { hand } from './handed.ts';
import { fewItems, itemsInBranch, withMore } from './join.ts';
import { itemsIn, listOf, type Run, spendOnEntries, step } from './run.ts';
import { allIn } from './store.ts';
import { asText, dividedByShlex, joinedTexts } from './texts.ts';
import {
  either,
  type Item,
  isSure,
  MISSING,
  optionsOf,
  perhaps,
  UNKNOWN_VALUE,
  type Value,
} from './values.ts';
import { itemsThrough, wordsAt } from './words.ts';

/** The items of `*value`; alternatives are all possible. */
export function spreadItems(value: Value, at: Item['at'], run: Run): readonly Item[] {
  const unknown: Item = { value: UNKNOWN_VALUE, at, many: true };
  const options = optionsOf(value);
  return options.flatMap((own) => {
    const items = itemsThrough(run, own);
    if (own.kind === 'unknown' && own.program) return [own.program, unknown];
    if (items === undefined) return [unknown];
    return options.length === 1 ? items : items.map(itemsInBranch({}));
  });
}

/** What unknown code makes of values: of a command line, one of the same program. */
export function madeOf(values: readonly Value[], run: Run): Value {
  for (const own of values.flatMap(optionsOf)) {
    if (own.kind === 'unknown' && own.program) return own;
    const word = own.kind === 'text' && /^\s*\S+/.exec(own.text.decoded);
    const value = word ? slice(own.text, 0, word[0].length) : undefined;
    const program = value ? textItems([value], value.place)[0] : itemsIn(run, own)?.[0];
    if (program && programOfName(asText(program.value)?.decoded.trimStart() ?? '')) {
      return { kind: 'unknown', program };
    }
  }
  return UNKNOWN_VALUE;
}

/** A value as key, if known. */
export function keyOf(value: Value): string | undefined {
  if (value.kind === 'text' || value.kind === 'number') {
    const isKnown = value.text.pieces.every(({ kind }) => kind === 'known');
    const mark = value.kind === 'number' ? 'number ' : '';
    return isKnown ? `${mark}${value.text.decoded}` : undefined;
  }
  return value.kind === 'constant' ? `constant ${value.value}` : undefined;
}

/** Appends items; possibly, if the list is an alternative. */
export function extendList(
  list: Value,
  items: readonly Item[],
  run: Run,
  isOneOfSeveral = false,
): void {
  if (list.kind !== 'list') return;
  const own = itemsIn(run, list);
  if (own === undefined || own.length > LIMITS.pieces) return;
  const added = isOneOfSeveral ? items.map(itemsInBranch({})) : items;
  setItems(list, [...own, ...added], run);
}

/** Replaces items, up to the limit. */
export function setItems(list: Value, items: readonly Item[], run: Run): void {
  if (list.kind !== 'list') return;
  const cell = run.state.cells.get(list.id);
  if (cell?.kind !== 'list') return;
  step(run, undefined, items.length >> 5);
  run.state.cells.set(list.id, { ...cell, items: fewItems(items) });
}

/** Removes an entry or attribute; an unknown key may be any. */
export function removeEntry(of: Value, key: string | undefined, run: Run): void {
  const cell = 'id' in of ? run.state.cells.get(of.id) : undefined;
  if (cell === undefined || cell.kind === 'list' || !('id' in of)) return;
  const entries = new Map(cell.entries);
  if (key !== undefined) entries.delete(key);
  else {
    for (const [name, value] of entries) entries.set(name, either(value, MISSING));
  }
  run.state.cells.set(of.id, { ...cell, entries });
}

/** Sets an entry or attribute. */
export function setEntry(object: Value, key: string, value: Value, run: Run): void {
  if (object.kind !== 'object' && object.kind !== 'dictionary') return;
  const cell = run.state.cells.get(object.id);
  if (cell === undefined || cell.kind === 'list') return;
  spendOnEntries(run, cell.entries);
  const entries = new Map(cell.entries).set(key, value);
  run.state.cells.set(object.id, { ...cell, entries });
}

/** Writes under an unknown key: each entry may be `value`, and others may exist. */
export function havocEntries(of: Value, value: Value, run: Run): void {
  const cell = 'id' in of ? run.state.cells.get(of.id) : undefined;
  if (cell === undefined || cell.kind === 'list' || !('id' in of)) return;
  spendOnEntries(run, cell.entries);
  const entries = new Map([...cell.entries].map(([key, own]) => [key, either(own, value)]));
  run.state.cells.set(of.id, { ...cell, entries, isOpen: true });
}

/** What unknown code may do to a value and those in it: add to a list, write to a dictionary or an object. */
export function havocGiven(value: Value, run: Run, depth = 0): void {
  for (const own of optionsOf(value)) {
    const cell = 'id' in own ? run.state.cells.get(own.id) : undefined;
    const isNamespace = cell?.kind === 'object' && !cell.of;
    if (cell === undefined || isNamespace || depth > LIMITS.pythonAgain) continue;
    const inner =
      cell.kind === 'list' ? cell.items.map((item) => item.value) : cell.entries.values();
    for (const one of inner) if (one.kind !== 'text') havocGiven(one, run, depth + 1);
    if (cell.kind !== 'list') havocEntries(own, UNKNOWN_VALUE, run);
    else if ('id' in own && !cell.isTuple) run.state.cells.set(own.id, withMore(cell));
  }
}

/** Writes to names that only a run knows (`exec(text)`): each variable may be unknown. */
export function havocNames(run: Run): void {
  const { variables } = run.state;
  for (const [name, value] of [...allIn(variables)]) {
    if (value.kind !== 'function' && value.kind !== 'library') variables.set(name, perhaps(value));
  }
}

/** Changes a list in an unknown way: its first item stays known. All items are recorded before, unless they may go. */
export function havocItems(list: Value, at: Item['at'], run: Run, stay = true): void {
  const [first] = itemsIn(run, list) ?? [];
  if (first === undefined) return;
  if (stay || !isSure(first)) hand(run, list, at);
  // One unknown rest, since one per item would double at each `if`.
  const rest = { value: UNKNOWN_VALUE, at, many: true };
  setItems(list, isSure(first) ? [first, rest] : [rest], run);
}

/** `shlex.split` as a list. */
export function shlexList(text: MappedText, at: Item['at'], run: Run): Value {
  const words = dividedByShlex(text);
  return words ? listOf(run, textItems(words, at)) : UNKNOWN_VALUE;
}

/** Texts as items, each at its place. */
export function textItems(texts: readonly MappedText[], at: Item['at']): readonly Item[] {
  return wordsAt(texts, at).map(({ value, at: place }) => {
    const many = value.pieces.every(({ kind }) => kind === 'unknown') && !isKnown(value);
    return { value: { kind: 'text', text: value }, at: place, many };
  });
}

/** Joins a list with a separator. */
export function joinedList(
  value: Value,
  separator: string | MappedText,
  at: Item['at'],
  run: Run,
): Value {
  const items = itemsThrough(run, value);
  if (items === undefined) return UNKNOWN_VALUE;
  const mark = typeof separator === 'string' ? separator : separator.decoded;
  // An optional first item makes the separators unknown, except blanks.
  if (items[0]?.branch && !/^\s*$/.test(mark)) return UNKNOWN_VALUE;
  const between =
    typeof separator === 'string' ? unwritten(separator, at.start, PYTHON.expression) : separator;
  const parts = items.map((item) => {
    return optionsOf(item.value).map((own) => {
      const text =
        asText(own) ??
        unknownText(run.source.slice(item.at.start, item.at.end), {
          at: item.at,
          encodings: PYTHON.expression,
        });
      return inBranch(text, item.branch);
    });
  });
  const joined = parts.flatMap((part, index) => {
    const branch = items[index]?.branch;
    const space = inBranch(between, branch);
    // Any number of items includes the separators.
    const isOpen = items[index]?.many || (index === 1 && items[0]?.many);
    const isAlone = index === 0 || (isOpen && !/^\s*$/.test(mark));
    return isAlone ? [part] : [[space], part];
  });
  return joinedTexts(joined);
}
