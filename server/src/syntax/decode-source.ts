/** Decodes a span in which most characters stand for themselves. */
import type { Encodings } from '../text/encoding.ts';
import { knownPiece, type Piece, unknownText } from '../text/mapped-text.ts';
import type { Span } from '../text/span.ts';

/** An escape or reference: its end, and its text if known. */
export interface Decoded {
  readonly end: number;
  readonly text: string | undefined;
}

/** A span's pieces. `read` gives a replacement, or the offset to continue at, where the global `special` matches. */
export function decodeSource(
  source: string,
  { start, end: limit }: Span,
  encodings: Encodings,
  read: (offset: number) => Decoded | number | undefined,
  special?: RegExp,
): readonly Piece[] {
  const pieces: Piece[] = [];
  const raw = source.slice(start, limit);
  let plain = start;
  const add = (text: string | undefined, from: number, end: number, verbatim: boolean): void => {
    const at = { start: from, end };
    if (text === undefined) {
      pieces.push(...unknownText(source.slice(from, end), { at, encodings }).pieces);
    } else if (text !== '') pieces.push(knownPiece(text, at, verbatim, encodings));
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
  // A copy without spare capacity.
  return pieces.slice();
}
