/** Words in which another program puts something of its own: the `{}` of `xargs -I{}` and GNU parallel. */
import { type MappedText, mappedText, type Piece, slice } from '../../../text/mapped-text.ts';
import type { Word } from '../../invocation.ts';

/**
 * The word with what another program puts in for a holder: the text `given`, or something unknown. `holder`
 * is global and matches no empty text.
 */
export function withHolders(word: Word, holder: RegExp, given?: MappedText): Word {
  const pieces: Piece[] = [];
  let start = 0;
  for (const match of word.value.decoded.matchAll(holder)) {
    const end = match.index + match[0].length;
    pieces.push(...slice(word.value, start, match.index).pieces);
    const [first] = slice(word.value, match.index, end).pieces;
    if (given) pieces.push(...given.pieces);
    else if (first) {
      const { at, encodings, through, definition } = first;
      pieces.push({
        kind: 'unknown',
        source: match[0],
        at,
        encodings,
        through,
        definition,
      });
    }
    start = end;
  }
  if (start === 0) return word;
  pieces.push(...slice(word.value, start).pieces);
  return { ...word, value: mappedText(pieces, word.value.place) };
}
