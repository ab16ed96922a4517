/** Decodes a stretch of a file whose characters mostly stand for themselves: a literal, an attribute. */
import type { Encodings } from '../text/encoding.ts';
import { NO_USES, type Piece } from '../text/mapped-text.ts';
import type { Span } from '../text/span.ts';

/** Up to where something else stands for other text, or for none that is known. */
export interface Decoded {
  readonly end: number;
  readonly text: string | undefined;
}

/**
 * The pieces of a stretch: as it stands but for what `read` finds at an offset, which is asked where `special` matches, a
 * global pattern, or everywhere. A number goes on there; what ends behind the stretch is cut.
 */
export function decodeSource(
  source: string,
  { start, end: limit }: Span,
  encodings: Encodings,
  read: (offset: number) => Decoded | number | undefined,
  special?: RegExp,
): readonly Piece[] {
  const pieces: Piece[] = [];
  // The pattern runs over the slice, since in the whole source each would look to its end.
  const raw = source.slice(start, limit);
  let plain = start;
  const add = (text: string | undefined, from: number, end: number, verbatim: boolean): void => {
    const base = { at: { start: from, end }, encodings, through: NO_USES };
    if (text === undefined)
      pieces.push({ kind: 'unknown', source: source.slice(from, end), ...base });
    else if (text !== '') pieces.push({ kind: 'known', text, verbatim, ...base });
  };
  let position = start;
  while (position < limit) {
    if (special) {
      special.lastIndex = position - start;
      const next = special.exec(raw)?.index;
      if (next === undefined) break;
      position = start + next;
    }
    const found = read(position);
    if (typeof found !== 'object') {
      position = found ?? position + 1;
      continue;
    }
    add(source.slice(plain, position), plain, position, true);
    plain = Math.min(found.end, limit);
    add(found.text, position, plain, false);
    position = plain;
  }
  add(source.slice(plain, limit), plain, limit, true);
  // A list that is begun to be filled has room for seventeen, and most stretches are one piece.
  return pieces.slice();
}
