/** State of the shell reader. */
import type { ParsedScript } from 'unbash';
import type { Span } from '../../../text/span.ts';
import type { Dialect } from '../dialect.ts';
import type { ShellNode } from '../tree.ts';

/** Of one script. */
export interface ReadContext {
  readonly source: string;
  readonly dialect: Dialect;
  /** In the source. */
  readonly begin: number;
  /** The parser's offsets restart after errors. */
  readonly offset: number;
  /** A script in a word. */
  readonly readScript: (
    context: ReadContext,
    script: ParsedScript | undefined,
  ) => readonly ShellNode[];
  /** Separate text with its own offsets. */
  readonly readText: (text: string, dialect: Dialect) => readonly ShellNode[];
  /** Starts of unterminated quotes and expansions. */
  readonly open: Set<number>;
  /** Starts of enclosing statements, outermost first. */
  readonly statements: number[];
  /** Enclosing expansions. */
  readonly depth: number;
  /** Cache of the next level. */
  inner: ReadContext | undefined;
  /** Characters left for deep expansions. */
  readonly deep: { left: number };
  /** Recovery does not read it again. */
  readonly noteCommand: (start: number) => void;
}

/** Always read. */
const EVERY_DEPTH = 6;
/** Deeper: characters, and a share of the script. */
const DEEP = 500_000;
const DEEP_FOR_EACH = 1;

/** The budget for deep expansions. */
export function deepIn(length: number): ReadContext['deep'] {
  return { left: DEEP + DEEP_FOR_EACH * length };
}

/** Undefined without budget: the parser rescans text per enclosing expansion. */
export function inside(context: ReadContext, { start, end }: Span): ReadContext | undefined {
  const depth = context.depth + 1;
  if (depth > EVERY_DEPTH) context.deep.left -= end - start;
  if (context.deep.left < 0 && depth > EVERY_DEPTH) return undefined;
  context.inner ??= { ...context, depth, inner: undefined };
  return context.inner;
}

/** Longer words are checked first. */
const LONG_WORD = 10_000;

/** The parser rescans the rest for each open `${`. */
export function isTooDeep({ deep }: ReadContext, text: string): boolean {
  if (text.length < LONG_WORD) return false;
  const deepest = depthOf(text);
  return deepest > EVERY_DEPTH && deepest * text.length > deep.left;
}

/** Maximum of open `${`, closed as bash does. */
function depthOf(text: string): number {
  const open: string[] = [];
  let depth = 0;
  let deepest = 0;
  for (let at = 0; at < text.length; at++) {
    const mark = text.charAt(at);
    const within = open.at(-1);
    if (mark === within) {
      open.pop();
      if (mark === '}') depth--;
    } else if (within === "'") {
      // The rest is literal.
    } else if (mark === '\\') {
      at++;
    } else if (text.startsWith('${', at)) {
      open.push('}');
      deepest = Math.max(deepest, ++depth);
    } else if (text.startsWith('$(', at) || (mark === '(' && within === ')')) {
      open.push(')');
    } else if (mark === '"' || (mark === "'" && within !== '"')) {
      open.push(mark);
    }
  }
  return deepest;
}

/** In the source. */
export function spanOfNode(
  context: ReadContext,
  node: { readonly pos: number; readonly end: number },
): Span {
  return { start: node.pos + context.offset, end: node.end + context.offset };
}
