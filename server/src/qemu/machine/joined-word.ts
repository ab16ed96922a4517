/**
 * An option and its value in one argument, such as `"-qmp tcp::4444"` in an array or one `<qemu:arg>`.
 * QEMU takes all of it for the name of an option, and there is none of that name.
 */
import type { Word } from '../../invocation/invocation.ts';
import { oncePer } from '../../text/lookup.ts';
import { type Span, spanKey } from '../../text/span.ts';
import { placeOf } from '../options/place.ts';
import type { Machine } from './machine.ts';

export interface JoinedWord {
  readonly word: Word;
  /** `-qmp` of `-qmp tcp::4444`. */
  readonly name: string;
  /** `[nameEnd, valueStart)` of the word's text stands between the two: a blank, or `=`. */
  readonly nameEnd: number;
  readonly valueStart: number;
}

/** The two arguments that one at this place was meant to be; undefined for any other. */
export function joinedWordAt(machine: Machine, at: Span): JoinedWord | undefined {
  const word = wordsByPlace(machine).get(spanKey(at));
  const match = word && /^(--?\w[\w-]*)(\s+|=)(?=\S)/.exec(word.value.decoded);
  if (word === undefined || match === null || match === undefined) return undefined;
  const [all, name = ''] = match;
  return { word, name, nameEnd: name.length, valueStart: all.length };
}

/** The words of a machine's options, since each refusal asks for one. */
const wordsByPlace = oncePer(({ options }: Machine): ReadonlyMap<string, Word> => {
  const found = new Map<string, Word>();
  for (const { word } of options) {
    const key = spanKey(placeOf(word.value).at);
    if (!found.has(key)) found.set(key, word);
  }
  return found;
});
