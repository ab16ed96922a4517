/** Makes two words of one: `"-qmp tcp::1"` becomes `"-qmp" "tcp::1"`. What stands between them is all that is replaced. */
import type { Word } from '../../invocation/invocation.ts';
import { SHELL } from '../../syntax/shell/encodings.ts';
import type { Edit } from '../../text/edit.ts';
import { anchorWithin } from '../../text/edit-anchor.ts';
import type { Encodings } from '../../text/encoding.ts';
import { slice } from '../../text/mapped-text.ts';
import { contains } from '../../text/span.ts';

/** What ends one shell word and begins the next, by the quotes that both stand in. */
const SHELL_GAPS: ReadonlyMap<Encodings, string> = new Map([
  [SHELL.bare, ' '],
  [SHELL.double, '" "'],
  [SHELL.single, "' '"],
]);

/**
 * The edit that splits a word where `[start, end)` of its text stands; undefined where the word is put
 * together elsewhere, so that a blank there would not divide it.
 */
export function splitShellWord(
  _source: string,
  word: Word,
  start: number,
  end: number,
): Edit | undefined {
  const anchor = anchorWithin(word.text, start, end, word.at);
  if (anchor === undefined) return undefined;
  // Two arguments of `echo` in `"$(echo '-mon x')"` are one again in what it prints.
  const { pieces } = slice(word.text, start, end);
  if (pieces.some(({ through }) => through.some((use) => contains(use.at, anchor.at)))) {
    return undefined;
  }
  const text = SHELL_GAPS.get(anchor.from);
  return text === undefined ? undefined : { at: anchor.at, text };
}
