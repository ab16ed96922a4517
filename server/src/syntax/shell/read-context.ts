/** What the parts of the shell reader share while they read one script. */
import type { ParsedScript } from 'unbash';
import type { Span } from '../../text/span.ts';
import type { ShellNode } from './tree.ts';

/** What reading needs to know everywhere. */
export interface ReadContext {
  readonly source: string;
  /** Where the script begins in the source, which may hold others in front of it. */
  readonly begin: number;
  /** What to add to the parser's offsets, which count from where it was last started. */
  readonly offset: number;
  readonly readScript: (script: ParsedScript | undefined) => readonly ShellNode[];
  /** Notes that a command begins there, so that recovery does not read it twice. */
  readonly noteCommand: (start: number) => void;
}

/** The span of a node of the parser. */
export function spanOfNode(
  context: ReadContext,
  node: { readonly pos: number; readonly end: number },
): Span {
  return { start: node.pos + context.offset, end: node.end + context.offset };
}
