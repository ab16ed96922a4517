import { PYTHON } from '../../syntax/python/encodings.ts';
import { LIMITS } from '../../text/limits.ts';
import {
  definedAt,
  inBranch,
  type MappedText,
  type Use,
  unknownText,
} from '../../text/mapped-text.ts';
import { waysOf } from '../../text/operations.ts';
import type { Word } from '../invocation.ts';
import { itemsIn, payForMany, type Run } from './run.ts';
import { asText } from './texts.ts';
import {
  type Item,
  mapTexts,
  optionsOf,
  piecesIn,
  textThrough,
  UNKNOWN_VALUE,
  type Value,
} from './values.ts';

/** A list's items as seen through its names. */
export function itemsThrough(run: Run, value: Value): readonly Item[] | undefined {
  const items = itemsIn(run, value);
  if (items === undefined || value.kind !== 'list' || value.through.length === 0) return items;
  const cost = items.reduce((sum, item) => sum + piecesIn(item.value), items.length);
  payForMany(run, undefined, cost);
  return items.map((item) => ({ ...item, value: through(item, value.through) }));
}

/** The definition is the item. */
function through({ value, at }: Item, uses: readonly Use[]): Value {
  const inOrder = uses.toReversed();
  return mapTexts(value, (text) => inOrder.reduce(textThrough, definedAt(text, at)));
}

/** Possible command lines: all combinations; beyond the limit each value at least once. */
export function linesOf(run: Run, items: readonly Item[]): readonly (readonly Word[])[] {
  const words = items.map((item) => {
    return optionsOf(item.value).map((value) => wordOf(run, item, value));
  });
  const most = Math.max(LIMITS.few, Math.min(LIMITS.steps, Math.floor(LIMITS.many / items.length)));
  const { ways: lines, isWhole } = waysOf(words, most);
  if (isWhole) return lines;
  const unknown = items.map((item) => {
    return wordOf(run, item, item.value.kind === 'either' ? UNKNOWN_VALUE : item.value);
  });
  return [...lines, unknown];
}

function wordOf({ source }: Run, { at, many, branch }: Item, value: Value): Word {
  const own = asText(value);
  const isHidden = own?.decoded === '' && branch !== undefined;
  const text =
    own && !isHidden
      ? own
      : unknownText(source.slice(at.start, at.end), { at, encodings: PYTHON.expression });
  return {
    value: inBranch(text, branch),
    at,
    many: (isHidden && branch.looped === true) || (many && value.kind === 'unknown'),
  };
}

/** Words at their own places inside `at`. */
export function wordsAt(texts: readonly MappedText[], at: Word['at']): readonly Word[] {
  return texts.map((text) => ({ value: text, at: spanOfWord(text, at), many: false }));
}

function spanOfWord({ pieces, place }: MappedText, at: Word['at']): Word['at'] {
  const first = pieces[0];
  const last = pieces.at(-1);
  if (first === undefined || last === undefined) return place;
  return last.at.end >= first.at.start ? { start: first.at.start, end: last.at.end } : at;
}
