/** Decoded text as input of a second reader. */
import { type Encodings, expandedBefore, readAgain } from './encoding.ts';
import { keepingLast } from './lookup.ts';
import { type MappedText, type Use, withMarks } from './mapped-text.ts';

/** Text that another reader reads again; its unknown parts were expanded before. */
export function readAgainAs(text: MappedText, encodings: Encodings): MappedText {
  const read = keepingLast(readAgain);
  const expanded = keepingLast(expandedBefore);
  const brought = usesBefore(encodings);
  return withMarks(text, (piece) => {
    const nested = piece.kind === 'unknown' ? expanded : read;
    const again = { ...piece, encodings: nested(piece.encodings, encodings) };
    return piece.through.length === 0 ? again : { ...again, through: brought(piece.through) };
  });
}

/** Uses whose result an inner reader reads. Makes shared prefixes once. */
export function usesBefore(inner: Encodings): (uses: readonly Use[]) => readonly Use[] {
  const known = new Map<Use, Use>();
  let last: { readonly of: readonly Use[]; readonly are: readonly Use[] } | undefined;
  const before = (use: Use): Use => {
    const made = known.get(use) ?? {
      ...use,
      encodings: expandedBefore(use.encodings, inner),
    };
    known.set(use, made);
    return made;
  };
  return (uses) => {
    if (last?.of !== uses) last = { of: uses, are: uses.map(before) };
    return last.are;
  };
}
