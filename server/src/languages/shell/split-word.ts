/** Makes two words of one: `"-qmp tcp::1"` becomes `"-qmp" "tcp::1"`. What stands between them is all that is replaced. */
import type { Word } from '../../invocation/invocation.ts';
import { SHELL } from '../../syntax/shell/encodings.ts';
import { plain, spell } from '../../syntax/spell.ts';
import type { Edit } from '../../text/edit.ts';
import { anchorWithin } from '../../text/edit-anchor.ts';
import { type Encoding, type Encodings, innermost } from '../../text/encoding.ts';
import { slice } from '../../text/mapped-text.ts';
import { contains } from '../../text/span.ts';

/** What ends one shell word and begins the next, by the quotes that both stand in. */
const SHELL_GAPS: ReadonlyMap<Encoding, string> = new Map([
  [innermost(SHELL.bare), ' '],
  [innermost(SHELL.double), '" "'],
  [innermost(SHELL.single), "' '"],
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
  const anchor = anchorWithin(word.value, start, end, word.at);
  if (anchor === undefined) return undefined;
  // Two arguments of `echo` in `"$(echo '-mon x')"` are one again in what it prints.
  const { pieces } = slice(word.value, start, end);
  if (pieces.some(({ through }) => through.some((use) => contains(use.at, anchor.at)))) {
    return undefined;
  }
  const text = gapIn(anchor.from);
  return text === undefined ? undefined : { at: anchor.at, text };
}

/** What divides words as it is written in all layers around the quotes. */
function gapIn({ layers, written }: Encodings): string | undefined {
  const gap = SHELL_GAPS.get(innermost({ layers, written }));
  const [outermost, ...others] = layers.slice(0, -1);
  if (gap === undefined || outermost === undefined) return gap;
  // What an expansion gives is divided where that stands, and not here.
  if (written < layers.length) return undefined;
  const around: Encodings = { layers: [outermost, ...others], written: written - 1 };
  return spell(plain(gap), around, around);
}
