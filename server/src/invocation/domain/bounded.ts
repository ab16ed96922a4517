import { type MappedText, slice } from '../../text/mapped-text.ts';
import { MONITOR_AND_CHARDEV_OPTIONS, oneOf } from '../monitor-options.ts';
import { type Budget, spendOnPieces } from './limits.ts';
import { type AbstractValue, limited, sizeOf } from './values.ts';

const POINTERS = 32;

/** Limits values and pays. */
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

/** Keeps monitor options of dropped values. Hot path: another look costs less than memory. */
export function drop(values: AbstractValue, { dropped }: Budget): void {
  for (const { value } of values) {
    if (value.kind === 'scalar') {
      if (OPTION_IN.test(value.text.decoded)) noteOptions(value.text, dropped);
    } else if (value.kind === 'array') {
      const { words } = value;
      for (let index = 1; index < words.length; index++) {
        const [option, next] = [words[index - 1], words[index]];
        if (!option || !next || option.value.decoded.charCodeAt(0) !== DASH) continue;
        if (OPTION.test(option.value.decoded)) dropped.set(option.at.start, [option, next]);
      }
    }
  }
}

const DASH = '-'.charCodeAt(0);
const NAMES = oneOf(MONITOR_AND_CHARDEV_OPTIONS);
const OPTION = new RegExp(`^--?${NAMES}$`);
const OPTION_IN = new RegExp(String.raw`(?<!\S)--?${NAMES}\s+\S+`);
const OPTIONS = new RegExp(OPTION_IN, 'g');

function noteOptions(text: MappedText, dropped: Budget['dropped']): void {
  for (const { 0: whole, index } of text.decoded.matchAll(OPTIONS)) {
    const length = whole.search(/\s/);
    const behind = index + whole.search(/(?<!\S)\S+$/);
    const parts = [slice(text, index, index + length), slice(text, behind, index + whole.length)];
    const words = parts.map((value) => {
      return { value, at: value.pieces[0]?.at ?? value.place, many: false };
    });
    const [option] = words;
    if (option) dropped.set(option.at.start, words);
  }
}
