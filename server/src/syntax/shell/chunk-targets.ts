/** The statements of a script in which somebody types, of which no more is gone through than was typed. */
import { firstFrom, movedSpan } from '../../text/span.ts';
import type { Comments } from '../comments.ts';
import type { Chunk, ChunkedScript } from './chunks.ts';
import { readShellComments } from './comments.ts';

/** What `Comments` says of the places in a script, for one whose comments nobody asks for. */
export type Targets = Pick<Comments, 'anchor' | 'around'>;

const known = new WeakMap<Chunk, Targets>();

/** The statements of all chunks, looked for in the chunk that a place is in. */
export function targetsIn({ chunks, starts, dialect }: ChunkedScript): Targets {
  const targetsOf = (chunk: Chunk): Targets => {
    const { text, nodes } = chunk;
    const before = known.get(chunk);
    if (before) return before;
    const script = { nodes, problems: [], dialect, source: text };
    const targets = readShellComments(text, script, NO_MARKER);
    known.set(chunk, targets);
    return targets;
  };
  const chunkAt = (offset: number) => {
    const index = firstFrom(starts, offset + 1, (start) => start) - 1;
    const [chunk, start] = [chunks[index], starts[index]];
    return chunk && start !== undefined ? { targets: targetsOf(chunk), start } : undefined;
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
        .map(({ at: inChunk, isPlace }) => ({ at: movedSpan(inChunk, start), isPlace }));
    },
  };
}

/** What no text has in it. */
const NO_MARKER = '\n#\0';
