/** Limits a variable's values in number and length. */
import { slice } from '../../text/mapped-text.ts';
import type { Word } from '../invocation.ts';
import { MONITOR_AND_CHARDEV_OPTIONS, oneOf } from '../monitor-options.ts';
import { type Budget, spendOnPieces } from './limits.ts';
import { type AbstractValue, type ConcreteValue, limited, sizeOf } from './values.ts';

const POINTERS = 32;

/** Limits values and pays for them. */
export function bounded(values: AbstractValue, budget: Budget | undefined): AbstractValue {
  if (budget === undefined) return limited(values);
  let size = 0;
  for (const { value } of values) {
    const own = sizeOf(value);
    spendOnPieces(budget, POINTERS + own);
    size += own;
  }
  const left = limited(values, size);
  if (left === values) return values;
  const followed = new Set(left.map(({ value }) => value));
  drop(
    values.filter(({ value }) => !followed.has(value)),
    budget,
  );
  return left;
}

/** Keeps monitor options of dropped values. */
export function drop(values: AbstractValue, budget: Budget): void {
  for (const { value } of values) noteOptions(value, budget);
}

const NAMES = oneOf(MONITOR_AND_CHARDEV_OPTIONS);
const OPTIONS = new RegExp(String.raw`(?<!\S)--?${NAMES}\s+\S+`, 'g');
const OPTION = new RegExp(`^--?${NAMES}$`);

function noteOptions(value: ConcreteValue, { dropped }: Budget): void {
  if (value.kind === 'scalar') {
    if (!value.text.decoded.includes('-')) return;
    for (const { 0: whole, index } of value.text.decoded.matchAll(OPTIONS)) {
      const length = whole.search(/\s/);
      const behind = index + whole.search(/(?<!\S)\S+$/);
      note(
        [
          slice(value.text, index, index + length),
          slice(value.text, behind, index + whole.length),
        ].map((text) => ({ value: text, at: text.pieces[0]?.at ?? text.place, many: false })),
        dropped,
      );
    }
    return;
  }
  if (value.kind !== 'array') return;
  for (const [index, word] of value.words.entries()) {
    const next = value.words[index + 1];
    const { decoded } = word.value;
    if (next && decoded.startsWith('-') && OPTION.test(decoded)) note([word, next], dropped);
  }
}

function note(words: readonly Word[], dropped: Budget['dropped']): void {
  const [option] = words;
  if (option) dropped.set(option.at.start, words);
}
