/** What methods of texts, lists and dictionaries do. */
import type { Expression } from '../../syntax/python/tree.ts';
import { isKnown, type MappedText, slice } from '../../text/mapped-text.ts';
import { type Given, itemOf, type LibraryCall, nameOf } from './given.ts';
import { hand } from './handed.ts';
import {
  addEntries,
  extendList,
  forgetItems,
  itemsOfEntries,
  joinedList,
  keyOf,
  removeEntry,
  setItems,
  spreadItems,
  textItems,
} from './lists.ts';
import { held, itemsIn, listOf, type Run, spendOnEntries } from './run.ts';
import {
  divided,
  dividedAt,
  fillFormat,
  isTooMuch,
  joinedTexts,
  PLACES,
  shownAt,
  type TextOption,
} from './texts.ts';
import { isSure, mapOptions, present, UNKNOWN_VALUE, type Value } from './values.ts';
import { itemsThrough } from './words.ts';

/** Calls a method of what is known here. */
export function callMethod(call: LibraryCall, run: Run): Value {
  const { callee, expression } = call;
  const { self } = callee;
  const name = nameOf(expression.callee);
  switch (self?.kind) {
    case 'text':
      return textMethod(name, self.text, call, run);
    case 'list':
      return listMethod(name, self, call, run);
    case 'dictionary':
      return dictionaryMethod(name, self, call, run);
    default:
      return UNKNOWN_VALUE;
  }
}

function textMethod(
  name: string,
  text: MappedText,
  { given, expression: { at } }: LibraryCall,
  run: Run,
): Value {
  const [first] = given;
  switch (name) {
    case 'format':
      return fillFormat(text, (place) => argumentFor(place, given, run)) ?? UNKNOWN_VALUE;
    case 'format_map':
      return fillFormat(text, () => UNKNOWN_VALUE) ?? UNKNOWN_VALUE;
    case 'join':
      if (first === undefined) return UNKNOWN_VALUE;
      return mapOptions(first.value, (own) => joinedList(own, text, at, run));
    case 'split': {
      if (first === undefined) return listOf(run, textItems(divided(text), at));
      const separator = plainText(first.value);
      if (separator === undefined || separator === '' || given.length > 1) return UNKNOWN_VALUE;
      return listOf(
        run,
        textItems(dividedAt(text, separator), at).map((item) => ({ ...item, many: false })),
      );
    }
    case 'strip':
    case 'lstrip':
    case 'rstrip':
      return first === undefined ? { kind: 'text', text: stripped(text, name) } : UNKNOWN_VALUE;
    case 'encode':
    case 'decode':
      return { kind: 'text', text };
    case 'replace': {
      const [needle, value, ...others] = given;
      const sought = needle && plainText(needle.value);
      if (!sought || !value || others.length > 0) return UNKNOWN_VALUE;
      return replaced(text, sought, value, run);
    }
    default:
      return UNKNOWN_VALUE;
  }
}

function plainText(value: Value): string | undefined {
  return value.kind === 'text' && isKnown(value.text) ? value.text.decoded : undefined;
}

function stripped(text: MappedText, name: string): MappedText {
  const own = text.decoded;
  const start = name === 'rstrip' ? 0 : own.length - own.trimStart().length;
  const end = name === 'lstrip' ? own.length : own.trimEnd().length;
  return slice(text, start, Math.max(start, end));
}

/** What is replaced has its place where the new text comes from, and what stands around it stays where it is. */
function replaced(text: MappedText, sought: string, { value }: Given, run: Run): Value {
  const parts: (readonly TextOption[])[] = [];
  let position = 0;
  for (;;) {
    if (parts.length % PLACES === 0 && isTooMuch(parts)) return UNKNOWN_VALUE;
    const found = text.decoded.indexOf(sought, position);
    const end = found === -1 ? text.decoded.length : found;
    parts.push([{ text: slice(text, position, end), path: [] }]);
    if (found === -1) break;
    const under = slice(text, found, found + sought.length);
    const [place] = under.pieces;
    if (place === undefined) return UNKNOWN_VALUE;
    const { at, encodings } = place;
    const use = { at, source: run.source.slice(at.start, at.end), encodings };
    parts.push(shownAt(value, use, true));
    position = found + sought.length;
  }
  return joinedTexts(parts);
}

function argumentFor(place: string, given: readonly Given[], run: Run): Value {
  if (/^\d+$/.test(place)) {
    const isPlain = given.every(({ stars }) => stars !== 1);
    const positional = given.filter(({ name, stars }) => name === undefined && stars === 0);
    return (isPlain ? positional[Number(place)]?.value : undefined) ?? UNKNOWN_VALUE;
  }
  const named = given.find(({ name }) => name === place);
  if (named) return named.value;
  // Of several dictionaries one has it, or it is refused.
  const held = given.flatMap(({ stars, value }) => {
    const cell =
      stars === 2 && value.kind === 'dictionary' ? run.state.cells.get(value.id) : undefined;
    return (cell?.kind === 'dictionary' ? cell.entries.get(`text ${place}`) : undefined) ?? [];
  });
  return held.length === 1 ? present(held[0]) : UNKNOWN_VALUE;
}

function listMethod(
  name: string,
  self: Extract<Value, { kind: 'list' }>,
  { given, expression: { at, callee } }: LibraryCall,
  run: Run,
): Value {
  const items = itemsIn(run, self) ?? [];
  const [first, second] = given;
  const last = items.at(-1);
  const isExact = items.every(isSure);
  switch (name) {
    case 'append':
      if (first) extendList(self, [itemOf(first)], run);
      return UNKNOWN_VALUE;
    case 'extend':
      if (first) extendList(self, spreadItems(first.value, first.of.at, run), run);
      return UNKNOWN_VALUE;
    case 'insert': {
      const position =
        first?.value.kind === 'number' ? Number(first.value.text.decoded) : undefined;
      if (second === undefined) return UNKNOWN_VALUE;
      if (position !== undefined && items.slice(0, position).every(isSure)) {
        setItems(self, items.toSpliced(position, 0, itemOf(second)), run);
      } else if (first && isLengthOf(first, callee, run)) {
        extendList(self, [itemOf(second)], run);
      } else forgetItems(self, [...items, itemOf(second)], run);
      return UNKNOWN_VALUE;
    }
    case 'copy':
      return listOf(run, itemsThrough(run, self) ?? []);
    case 'clear':
      setItems(self, [], run);
      return UNKNOWN_VALUE;
    case 'pop':
      if (first === undefined && last && isSure(last)) {
        setItems(self, items.slice(0, -1), run);
        return last.value;
      }
      if (isExact && first?.value.kind === 'number') {
        const position = Number(first.value.text.decoded);
        setItems(self, items.toSpliced(position, 1), run);
        return items[position]?.value ?? UNKNOWN_VALUE;
      }
      forgetItems(self, items, run);
      return UNKNOWN_VALUE;
    case 'remove':
    case 'sort':
    case 'reverse':
      forgetItems(self, items, run);
      return UNKNOWN_VALUE;
    case 'index':
    case 'count':
      return UNKNOWN_VALUE;
    default:
      hand(run, self, at);
      return UNKNOWN_VALUE;
  }
}

/** Whether an argument is `len(words)` in a method of `words`, of which nobody knows how many they are. */
function isLengthOf({ of }: Given, method: Expression, { source }: Run): boolean {
  if (of.kind !== 'call' || nameOf(of.callee) !== 'len' || method.kind !== 'attribute')
    return false;
  const written = ({ at }: Expression) => source.slice(at.start, at.end);
  const [counted] = of.args;
  return counted !== undefined && written(counted.value) === written(method.object);
}

function dictionaryMethod(
  name: string,
  self: Extract<Value, { kind: 'dictionary' }>,
  { given, expression: { at } }: LibraryCall,
  run: Run,
): Value {
  const cell = run.state.cells.get(self.id);
  if (cell?.kind !== 'dictionary') return UNKNOWN_VALUE;
  const [first, second] = given;
  const key = first && keyOf(first.value);
  const set = (entries: ReadonlyMap<string, Value>, isOpen = cell.isOpen) => {
    run.state.cells.set(self.id, { ...cell, entries, isOpen });
  };
  switch (name) {
    case 'get':
    case 'setdefault':
    case 'pop': {
      const own = key === undefined ? UNKNOWN_VALUE : present(cell.entries.get(key), second?.value);
      if (name === 'pop') removeEntry(self, key, run);
      if (name === 'setdefault' && key !== undefined) set(new Map(cell.entries).set(key, own));
      return own;
    }
    case 'popitem':
      removeEntry(self, undefined, run);
      return UNKNOWN_VALUE;
    case 'clear':
      set(new Map(), false);
      return UNKNOWN_VALUE;
    case 'update': {
      spendOnEntries(run, cell.entries);
      const entries = new Map(cell.entries);
      let isOpen = cell.isOpen;
      for (const { name: by, value } of given) {
        const other = value.kind === 'dictionary' ? run.state.cells.get(value.id) : undefined;
        if (by !== undefined) entries.set(`text ${by}`, value);
        else if (other?.kind === 'dictionary') {
          addEntries(entries, other.entries);
          isOpen ||= other.isOpen;
        } else isOpen = true;
      }
      set(entries, isOpen);
      return UNKNOWN_VALUE;
    }
    case 'keys':
    case 'values':
    case 'items': {
      const items = itemsOfEntries(self, name, at, run);
      return items ? listOf(run, items) : UNKNOWN_VALUE;
    }
    case 'copy':
      return held(run, { ...cell });
    default:
      return UNKNOWN_VALUE;
  }
}
