import type { Edit } from '../../text/edit.ts';
import type { MappedText } from '../../text/mapped-text.ts';
import { contains } from '../../text/span.ts';

/** What a second reading, such as `eval`, interprets. */
const READ_AGAIN = /\\["$`]/;

/** The same in single quotes, which it leaves for double ones. */
const READ_AGAIN_IN_SINGLE = /'"/;

/** Whether edits write quotes for `eval "$CMD"` into a variable that also `rm "$CMD"` expands. */
export function breaksOtherUses(
  source: string,
  { pieces }: MappedText,
  edits: readonly Edit[],
): boolean {
  const isReadAgain = pieces.some(({ encodings }) => encodings.layers.length > 1);
  const twice = edits.filter(({ text }) => {
    return READ_AGAIN.test(text) || (isReadAgain && READ_AGAIN_IN_SINGLE.test(text));
  });
  if (twice.length === 0) return false;
  const known = pieces.flatMap(({ through }) => through.map(({ at }) => at));
  return pieces.some(({ definition }) => {
    const name = definition && /^(\w+)=/.exec(source.slice(definition.start, definition.end))?.[1];
    if (!definition || !name || !twice.some(({ at }) => contains(definition, at))) return false;
    return [...source.matchAll(new RegExp(`\\$(?:\\{[#!]?)?${name}\\b`, 'g'))].some(({ index }) => {
      return !known.some(({ start, end }) => start <= index && index < end);
    });
  });
}
