import { type Encodings, expandedBefore, readAgain } from './encoding.ts';
import { once } from './lookup.ts';
import { type MappedText, type Use, withMarks } from './mapped-text.ts';

/** Marks text for another reader, by which its expansions are already replaced. */
export function readAgainAs(text: MappedText, encodings: Encodings): MappedText {
  return withMarks(text, (piece) => {
    const nested = piece.kind === 'unknown' ? expandedBefore : readAgain;
    const through = usesBefore(encodings)(piece.through);
    return { ...piece, encodings: nested(piece.encodings, encodings), through };
  });
}

/** Marks uses for another reader; shared prefixes stay shared. */
export const usesBefore = once((inner: Encodings) => {
  const before = once((use: Use): Use => {
    return { ...use, encodings: expandedBefore(use.encodings, inner) };
  });
  const all = once((uses: readonly Use[]): readonly Use[] => uses.map(before));
  return (uses: readonly Use[]) => (uses.length === 0 ? uses : all(uses));
});
