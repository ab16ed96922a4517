/** An option and its value in one argument, such as `"-qmp tcp::4444"`, which QEMU refuses. */
import type { Word } from '../../invocation/invocation.ts';
import { once } from '../../text/lookup.ts';
import { type Span, spanKey } from '../../text/span.ts';
import { placeOf } from '../options/place.ts';
import type { Machine } from './machine.ts';

export interface JoinedWord {
  readonly word: Word;
  readonly name: string;
  /** `[nameEnd, valueStart)` is the blank or `=`. */
  readonly nameEnd: number;
  readonly valueStart: number;
}

/** The joined word at a place; undefined for other words. */
export function joinedWordAt(machine: Machine, at: Span): JoinedWord | undefined {
  const word = wordsByPlace(machine).get(spanKey(at));
  const match = word && /^(--?\w[\w-]*)(\s+|=)(?=\S)/.exec(word.value.decoded);
  if (word === undefined || match === null || match === undefined) return undefined;
  const [all, name = ''] = match;
  return { word, name, nameEnd: name.length, valueStart: all.length };
}

const wordsByPlace = once(({ options }: Machine): ReadonlyMap<string, Word> => {
  const found = new Map<string, Word>();
  for (const { word } of options) {
    const key = spanKey(placeOf(word.value).at);
    if (!found.has(key)) found.set(key, word);
  }
  return found;
});
