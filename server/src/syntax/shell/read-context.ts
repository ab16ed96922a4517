/** What the parts of the shell reader share while they read one script. */
import type { ParsedScript } from 'unbash';
import type { Span } from '../../text/span.ts';
import type { ShellNode } from './tree.ts';

/** What reading needs to know everywhere. */
export interface ReadContext {
  readonly source: string;
  /** What to add to the parser's offsets, which count from where it was last started. */
  readonly offset: number;
  readonly readScript: (script: ParsedScript | undefined) => readonly ShellNode[];
  /** Where the last command read so far begins. */
  lastCommand: number;
}

/** The span of a node of the parser. */
export function spanOfNode(
  context: ReadContext,
  node: { readonly pos: number; readonly end: number },
): Span {
  return { start: node.pos + context.offset, end: node.end + context.offset };
}
