/** What is started by a text, in words that a test can compare. */
import type { Invocation } from '../../server/src/invocation/invocation.ts';
import { written } from '../../server/src/text/mapped-text.ts';

/** The words of each command line, a line for each; `held` are those that are only held for others. */
export function startedWith(found: readonly Invocation[]): readonly string[] {
  return found.flatMap((one) => {
    if (one.kind !== 'argv') return [];
    const words = one.words.map((word) => written(word.value)).join('|');
    return one.partial === 'fragment' ? `held ${words}` : words;
  });
}
