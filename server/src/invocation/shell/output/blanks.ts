/** `tr` and `sed` that change only blanks: `args=$(echo "$args" | tr '\n' ' ')`. */
import {
  concat,
  isKnown,
  type MappedText,
  mappedText,
  replaceEach,
} from '../../../text/mapped-text.ts';
import type { Word } from '../../invocation.ts';

const BLANKS: ReadonlyMap<string, string> = new Map([
  [' ', ' '],
  ['\t', '\t'],
  ['\n', '\n'],
  ['\\t', '\t'],
  ['\\n', '\n'],
  ['[:blank:]', ' \t'],
  ['[:space:]', ' \t\n'],
]);

export function changesBlanks(name: string): boolean {
  return name === 'tr' || name === 'sed';
}

/** A program's output (`words` begin with its name); undefined if other characters may change. */
export function withOtherBlanks(words: readonly Word[], input: MappedText): MappedText | undefined {
  if (!words.every(({ value }) => isKnown(value))) return undefined;
  const [name, ...operands] = words.map(({ value }) => value.decoded);
  if (name === 'sed') {
    const [, from = '', to = ''] = /^s\/(\\?.)\/(\\?.)\/g$/s.exec(operands[0] ?? '') ?? [];
    // sed sees no line ends.
    if (operands.length !== 1 || BLANKS.get(from) === '\n') return undefined;
    return replaceBlanks(input, BLANKS.get(from), BLANKS.get(to));
  }
  const isSqueezed = operands[0] === '-s';
  const [from, to = isSqueezed ? from : undefined, ...others] = operands.slice(isSqueezed ? 1 : 0);
  const set = BLANKS.get(to ?? '');
  if (others.length > 0) return undefined;
  const changed = from === to ? input : replaceBlanks(input, BLANKS.get(from ?? ''), set);
  return changed && isSqueezed ? squeezeBlanks(changed, set) : changed;
}

function replaceBlanks(
  text: MappedText,
  from: string | undefined,
  to: string | undefined,
): MappedText | undefined {
  if (from === undefined || to?.length !== 1) return undefined;
  return replaceEach(text, new RegExp(`[${from}]`, 'g'), () => to);
}

/** Whether pieces meet may depend on a branch. */
function squeezeBlanks(text: MappedText, set: string | undefined): MappedText | undefined {
  if (set === undefined) return undefined;
  const parts = text.pieces.map((piece) =>
    replaceEach(mappedText([piece]), new RegExp(`([${set}])\\1+`, 'g'), ([, one]) => one),
  );
  return { ...concat(parts), place: text.place };
}
