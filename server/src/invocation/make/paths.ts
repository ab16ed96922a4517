/** Paths that depend on where a Makefile lies, which is all that is known of them. */
import type { MappedText } from '../../text/mapped-text.ts';

/** The absolute path that a text stands for; undefined where it is none, or not known. */
export function pathIn({ pieces }: MappedText): string | undefined {
  const [first, ...others] = pieces;
  if (first?.kind !== 'unknown' || first.path === undefined) return undefined;
  let path = first.path;
  for (const piece of others) {
    if (piece.kind === 'unknown') return undefined;
    path += piece.text;
  }
  return path;
}

/** The path that a text names, be it known or the place of a file. */
export function fileNamed(text: MappedText): string | undefined {
  if (text.pieces.every(({ kind }) => kind === 'known')) return text.decoded;
  return pathIn(text);
}
