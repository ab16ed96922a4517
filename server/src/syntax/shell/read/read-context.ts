/** Shared state of the shell reader. */
import type { ParsedScript } from 'unbash';
import type { Span } from '../../../text/span.ts';
import type { Dialect } from '../dialect.ts';
import type { ShellNode } from '../tree.ts';

/** State of one script. */
export interface ReadContext {
  readonly source: string;
  readonly dialect: Dialect;
  /** The script's start in the source. */
  readonly begin: number;
  /** Added to the parser's offsets, which restart after errors. */
  readonly offset: number;
  /** Reads a script inside a word. */
  readonly readScript: (
    context: ReadContext,
    script: ParsedScript | undefined,
  ) => readonly ShellNode[];
  /** Reads a script as a separate text with its own offsets. */
  readonly readText: (text: string, dialect: Dialect) => readonly ShellNode[];
  /** Starts of unterminated quotes and expansions. */
  readonly open: Set<number>;
  /** Starts of the enclosing statements, outermost first. */
  readonly statements: number[];
  /** The number of enclosing expansions. */
  readonly depth: number;
  /** The cached context one level deeper. */
  inner: ReadContext | undefined;
  /** Remaining budget for deep expansions, in characters. */
  readonly deep: { left: number };
  /** Records a command, so that recovery does not read it twice. */
  readonly noteCommand: (start: number) => void;
}

/** Expansions up to this depth are always read. */
const EVERY_DEPTH = 6;
/** Budget for deeper ones: a base, and an amount for each character of the script. */
const DEEP = 500_000;
const DEEP_FOR_EACH = 1;

/** The budget for a script. */
export function deepIn(length: number): ReadContext['deep'] {
  return { left: DEEP + DEEP_FOR_EACH * length };
}

/**
 * The context inside an expansion; undefined when the budget is spent. The parser rescans the text for each
 * enclosing expansion.
 */
export function inside(context: ReadContext, { start, end }: Span): ReadContext | undefined {
  const depth = context.depth + 1;
  if (depth > EVERY_DEPTH) context.deep.left -= end - start;
  if (context.deep.left < 0 && depth > EVERY_DEPTH) return undefined;
  context.inner ??= { ...context, depth, inner: undefined };
  return context.inner;
}

/** Words from this length on have their braces counted first. */
const LONG_WORD = 10_000;

/** Whether a word is too deep: the parser rescans its rest for each open `${`. */
export function isTooDeep({ deep }: ReadContext, text: string): boolean {
  if (text.length < LONG_WORD) return false;
  const deepest = depthOf(text);
  return deepest > EVERY_DEPTH && deepest * text.length > deep.left;
}

/** The maximum of open `${` in a word, closed as bash closes them: after quoted text. */
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
      // Other characters are plain.
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

/** The span of a parser's node. */
export function spanOfNode(
  context: ReadContext,
  node: { readonly pos: number; readonly end: number },
): Span {
  return { start: node.pos + context.offset, end: node.end + context.offset };
}
