/** Edits the words of a unit's command, if written in the command itself. */
import type { Word } from '../../invocation/invocation.ts';
import type { Encodings } from '../../text/encoding.ts';
import { dividedEdit, gapBefore, isWrittenHere } from '../divided-words.ts';
import type { EditSupport, Separators, WordPlace } from '../support.ts';
import { hasVariables, placeOfEncodings, UNIT } from './encodings.ts';

const GAP = /(?<![ \t]|\\\r?\n)(?:[ \t]|\\\r?\n)+$/;

export const UNIT_EDIT: EditSupport = dividedEdit({
  bareBeside,
  between: (at) => {
    const place = placeOfEncodings(at);
    return place && { bare: ' ', double: '" "', single: "' '" }[place.quotes];
  },
  gap: GAP,
});

/** The text between a completed word and the next; undefined in quotes. */
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
