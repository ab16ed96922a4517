/** Parameters as the reader makes them, before it looks into their braces. */
import type { ParameterPart } from '../tree.ts';

/** Where an expansion stands, and how it is written there. */
export type Place = Pick<ParameterPart, 'at' | 'source' | 'quoted' | 'context'>;

/** One by one, since an engine makes room for what it sees: most expansions of a script are made here. */
export function plainParameter({ at, source, quoted, context }: Place, name = '') {
  return {
    kind: 'parameter',
    at,
    source,
    quoted,
    context,
    name,
    subscript: undefined,
    index: undefined,
    prefix: undefined,
    operator: undefined,
    operand: undefined,
    change: undefined,
  } as const;
}
