/** Changes the words of a command in a unit file, those alone that stand in the command itself. */
import type { Word } from '../../invocation/invocation.ts';
import type { Encodings } from '../../text/encoding.ts';
import { dividedEdit, gapBefore, isWrittenHere } from '../divided-words.ts';
import type { EditSupport, Separators, WordPlace } from '../support.ts';
import { hasVariables, placeOfEncodings, UNIT } from './encodings.ts';

/** Blanks, and lines that go on. */
const GAP = /(?<![ \t]|\\\r?\n)(?:[ \t]|\\\r?\n)+$/;

/** Changes the words of `ExecStart=` and its kin. */
export const UNIT_EDIT: EditSupport = dividedEdit({
  bareBeside,
  between: (at) => {
    const place = placeOfEncodings(at);
    return place && { bare: ' ', double: '" "', single: "' '" }[place.quotes];
  },
  gap: GAP,
});

/** What separates further words from one that is completed; undefined inside of quotes. */
export function unitSeparators({ source, at, from, to }: WordPlace): Separators | undefined {
  if ([from, to].some((encodings) => placeOfEncodings(encodings)?.quotes !== 'bare'))
    return undefined;
  const gap = gapBefore(source, at.start, GAP);
  return gap === undefined ? undefined : { value: ' ', option: gap };
}

function bareBeside(word: Word): Encodings | undefined {
  const [first] = word.value.pieces;
  const use = first && isWrittenHere(word) ? placeOfEncodings(first.encodings)?.use : undefined;
  return use === undefined || !hasVariables(use) ? undefined : UNIT[use].bare;
}
