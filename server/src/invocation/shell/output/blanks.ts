/**
 * `tr` and `sed` that change nothing but blanks, as in `args=$(echo "$args" | tr '\n' ' ')`. What they print otherwise is
 * unknown, and so is what other programs make of their input.
 */
import {
  concat,
  isKnown,
  type MappedText,
  mappedText,
  replaceEach,
} from '../../../text/mapped-text.ts';
import type { Word } from '../../invocation.ts';

/** How a blank, or a set of blanks, is written for `tr` and `sed`. */
const BLANKS: ReadonlyMap<string, string> = new Map([
  [' ', ' '],
  ['\t', '\t'],
  ['\n', '\n'],
  ['\\t', '\t'],
  ['\\n', '\n'],
  ['[:blank:]', ' \t'],
  ['[:space:]', ' \t\n'],
]);

/** Whether a program may be one of them. */
export function changesBlanks(name: string): boolean {
  return name === 'tr' || name === 'sed';
}

/** What a program prints of a text, `words` from its name on; undefined where it may change more than blanks. */
export function withOtherBlanks(words: readonly Word[], input: MappedText): MappedText | undefined {
  if (!words.every(({ value }) => isKnown(value))) return undefined;
  const [name, ...operands] = words.map(({ value }) => value.decoded);
  if (name === 'sed') {
    const [, from = '', to = ''] = /^s\/(\\?.)\/(\\?.)\/g$/s.exec(operands[0] ?? '') ?? [];
    // sed reads line by line, so that no line has an end.
    if (operands.length !== 1 || BLANKS.get(from) === '\n') return undefined;
    return replaced(input, BLANKS.get(from), BLANKS.get(to));
  }
  const isSqueezed = operands[0] === '-s';
  const [from, to = isSqueezed ? from : undefined, ...others] = operands.slice(isSqueezed ? 1 : 0);
  const set = BLANKS.get(to ?? '');
  if (others.length > 0) return undefined;
  const changed = from === to ? input : replaced(input, BLANKS.get(from ?? ''), set);
  return changed && isSqueezed ? squeezed(changed, set) : changed;
}

/** Each of the characters of a set as the one character of another; undefined for other sets. */
function replaced(
  text: MappedText,
  from: string | undefined,
  to: string | undefined,
): MappedText | undefined {
  if (from === undefined || to?.length !== 1) return undefined;
  return replaceEach(text, new RegExp(`[${from}]`, 'g'), () => to);
}

/** Stretches of one character as one, piece by piece: whether two pieces meet may depend on a run. */
function squeezed(text: MappedText, set: string | undefined): MappedText | undefined {
  if (set === undefined) return undefined;
  const parts = text.pieces.map((piece) =>
    replaceEach(mappedText([piece]), new RegExp(`([${set}])\\1+`, 'g'), ([, one]) => one),
  );
  return { ...concat(parts), place: text.place };
}
