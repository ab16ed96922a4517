/** What the parts of the shell reader share while they read one script. */
import type { ParsedScript } from 'unbash';
import type { Span } from '../../text/span.ts';
import type { Dialect } from './dialect.ts';
import type { ShellNode } from './tree.ts';

/** What reading needs to know everywhere. */
export interface ReadContext {
  readonly source: string;
  readonly dialect: Dialect;
  /** Where the script begins in the source, which may hold others in front of it. */
  readonly begin: number;
  /** What to add to the parser's offsets, which count from where it was last started. */
  readonly offset: number;
  /** The nodes of a script inside a word. */
  readonly readScript: (
    context: ReadContext,
    script: ParsedScript | undefined,
  ) => readonly ShellNode[];
  /** The nodes of a script that is a text of its own, in which its offsets count. */
  readonly readText: (text: string, dialect: Dialect) => readonly ShellNode[];
  /** Where the statements begin that are being read, the outermost first. */
  readonly statements: number[];
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
