/** Bounds the values of a variable in number and length. */
import { slice } from '../../../text/mapped-text.ts';
import type { Word } from '../../invocation.ts';
import { MONITOR_AND_CHARDEV_OPTIONS, oneOf } from '../../monitor-options.ts';
import { type Budget, spendOnPieces } from './limits.ts';
import { type AbstractValue, type ConcreteValue, limited, sizeOf } from './values.ts';

/** Pointers of a value besides those to its pieces. */
const POINTERS = 32;

/** The values within the limits, charged to the budget; of dropped ones the monitor options are recorded. */
export function bounded(values: AbstractValue, budget: Budget | undefined): AbstractValue {
  if (budget === undefined) return limited(values);
  for (const { value } of values) spendOnPieces(budget, POINTERS + sizeOf(value));
  const left = limited(values);
  if (left === values) return values;
  const followed = new Set(left.map(({ value }) => value));
  drop(
    values.filter(({ value }) => !followed.has(value)),
    budget,
  );
  return left;
}

/** Records the monitor options of values that are dropped. */
export function drop(values: AbstractValue, budget: Budget): void {
  for (const { value } of values) noteOptions(value, budget);
}

/** A monitor option in a text that a shell splits at blanks. */
const NAMES = oneOf(MONITOR_AND_CHARDEV_OPTIONS);
const OPTIONS = new RegExp(String.raw`(?<!\S)--?${NAMES}\s+\S+`, 'g');
const OPTION = new RegExp(`^--?${NAMES}$`);

/** Records the monitor options of a dropped value by their place. */
function noteOptions(value: ConcreteValue, { dropped }: Budget): void {
  if (value.kind === 'scalar') {
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
    // Few words are options, and a value of hundreds of words may be dropped repeatedly.
    if (next && decoded.startsWith('-') && OPTION.test(decoded)) note([word, next], dropped);
  }
}

function note(words: readonly Word[], dropped: Budget['dropped']): void {
  const [option] = words;
  if (option) dropped.set(option.at.start, words);
}
