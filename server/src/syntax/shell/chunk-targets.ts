/** Comment targets of a chunked script, found in the chunk at a place. */
import { oncePer } from '../../text/lookup.ts';
import { firstFrom, movedSpan } from '../../text/span.ts';
import { type Divided, dividedOf } from './chunks.ts';
import { type Targets, targetsIn } from './comments.ts';
import type { ShellScript } from './tree.ts';

const targetsOf = oncePer(({ source, nodes }: Divided) => targetsIn(source, nodes));

/** The targets of a script; undefined without chunks. */
export const targetsInScript = oncePer((script: ShellScript): Targets | undefined => {
  const chunks = dividedOf(script);
  const known: Targets[] = [];
  const own = ({ source, nodes }: Divided, index: number): Targets => {
    known[index] ??= targetsIn(source, nodes);
    return known[index];
  };
  return chunks && targetsInChunks({ chunks, starts: chunks.map(({ origin }) => origin) }, own);
});

/** The targets of all chunks. */
export function targetsInChunks(
  { chunks, starts }: { readonly chunks: readonly Divided[]; readonly starts: readonly number[] },
  targets: (chunk: Divided, index: number) => Targets = targetsOf,
): Targets {
  const chunkAt = (offset: number) => {
    const index = firstFrom(starts, offset + 1, (start) => start) - 1;
    const [chunk, start] = [chunks[index], starts[index]];
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
