/** Edits the words of a command in a unit file, if written in the command itself. */
import type { Word } from '../../invocation/invocation.ts';
import type { Encodings } from '../../text/encoding.ts';
import { dividedEdit, isWrittenHere } from '../divided-words.ts';
import type { EditSupport } from '../support.ts';
import { hasVariables, placeOfEncodings, UNIT } from './encodings.ts';

/** Blanks and continuations. */
const GAP = /(?<![ \t]|\\\r?\n)(?:[ \t]|\\\r?\n)+$/;

/** Edits of `ExecStart=` and the like. */
export const UNIT_EDIT: EditSupport = dividedEdit({
  bareBeside,
  between: (at) => {
    const place = placeOfEncodings(at);
    return place && { bare: ' ', double: '" "', single: "' '" }[place.quotes];
  },
  gap: GAP,
});

function bareBeside(word: Word): Encodings | undefined {
  const [first] = word.value.pieces;
  const use = first && isWrittenHere(word) ? placeOfEncodings(first.encodings)?.use : undefined;
  return use === undefined || !hasVariables(use) ? undefined : UNIT[use].bare;
}
