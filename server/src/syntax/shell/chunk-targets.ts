/** The statements of a script, of which no more is gone through than what stands around a place. */
import { oncePer } from '../../text/lookup.ts';
import { firstFrom, movedSpan } from '../../text/span.ts';
import { type Divided, dividedOf } from './chunks.ts';
import { type Targets, targetsIn } from './comments.ts';
import type { ShellScript } from './tree.ts';

const targetsOf = oncePer(({ source, nodes }: Divided) => targetsIn(source, nodes));

/** The same of a script that was read as a whole; undefined where some of it makes no sense. */
export const targetsInScript = oncePer((script: ShellScript): Targets | undefined => {
  const chunks = dividedOf(script);
  // Nobody else has these chunks.
  const known: Targets[] = [];
  const own = ({ source, nodes }: Divided, index: number): Targets => {
    known[index] ??= targetsIn(source, nodes);
    return known[index];
  };
  return chunks && targetsInChunks({ chunks, starts: chunks.map(({ origin }) => origin) }, own);
});

/** The statements of all chunks, looked for in the chunk that a place is in. */
export function targetsInChunks(
  { chunks, starts }: { readonly chunks: readonly Divided[]; readonly starts: readonly number[] },
  targets: (chunk: Divided, index: number) => Targets = targetsOf,
): Targets {
  const chunkAt = (offset: number) => {
    const index = firstFrom(starts, offset + 1, (start) => start) - 1;
    const [chunk, start] = [chunks[index], starts[index]];
    // What is known of it counts in the text that it was read in.
    if (chunk === undefined || start === undefined) return undefined;
    return { targets: targets(chunk, index), start: start - chunk.origin };
  };
  return {
    anchor: (at) => {
      const own = chunkAt(at.start);
      if (own === undefined) return at;
      const { targets, start } = own;
      return movedSpan(targets.anchor(movedSpan(at, -start)), start);
    },
    around: (at) => {
      const own = chunkAt(at.start);
      if (own === undefined) return [];
      const { targets, start } = own;
      return targets
        .around(movedSpan(at, -start))
        .map((target) => ({ ...target, at: movedSpan(target.at, start) }));
    },
  };
}
