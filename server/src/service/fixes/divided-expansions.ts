import { once } from '../../text/lookup.ts';
import type { Piece, Use } from '../../text/mapped-text.ts';
import { firstFrom, type Span, sameSpan } from '../../text/span.ts';
import type { Analysis } from '../analysis/analyze.ts';

/** Whether a place contains the end of an expansion that ends one word and begins the next. */
export function isDivided(analysis: Analysis, { start, end }: Span): boolean {
  const ends = dividedEnds(analysis);
  const next = ends[firstFrom(ends, Math.min(start + 1, end), (one) => one)];
  return next !== undefined && next <= end;
}

const dividedEnds = once(({ invocations }: Analysis): readonly number[] => {
  const ends = new Set<number>();
  for (const one of invocations) {
    if (one.kind !== 'argv') continue;
    for (const [index, word] of one.words.entries()) {
      const next = usesOf(one.words[index + 1]?.value.pieces[0]);
      for (const { at } of usesOf(word.value.pieces.at(-1))) {
        if (next.some((use) => sameSpan(use.at, at))) ends.add(at.end);
      }
    }
  }
  return [...ends].toSorted((a, b) => a - b);
});

function usesOf(piece: Piece | undefined): readonly Use[] {
  return [...(piece?.through ?? []), ...(piece?.defaultOf ? [piece.defaultOf] : [])];
}
