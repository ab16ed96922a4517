/** What the parts of the shell reader share while they read one script. */
import type { ParsedScript } from 'unbash';
import type { Span } from '../../../text/span.ts';
import type { Dialect } from '../dialect.ts';
import type { ShellNode } from '../tree.ts';

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
  /** Where quotes and expansions begin that nothing ends. */
  readonly open: Set<number>;
  /** Where the statements begin that are being read, the outermost first. */
  readonly statements: number[];
  /** How many expansions stand around what is being read, one inside of the other. */
  readonly depth: number;
  /** The same for what stands inside of an expansion, once one was read: a text may have a hundred thousand of them. */
  inner: ReadContext | undefined;
  /** How many characters of deep expansions may still be gone through, in all of the script. */
  readonly deep: { left: number };
  /** Notes that a command begins there, so that recovery does not read it twice. */
  readonly noteCommand: (start: number) => void;
}

/** How deep expansions stand in each other that are read in any case. */
const EVERY_DEPTH = 6;
/** How many characters of deeper ones are gone through, and how many more for each of the script's. */
const DEEP = 500_000;
const DEEP_FOR_EACH = 1;

/** For the deep expansions of a script of that length. */
export function deepIn(length: number): ReadContext['deep'] {
  return { left: DEEP + DEEP_FOR_EACH * length };
}

/**
 * The context for what stands inside of an expansion; undefined where it is not read any more. The parser goes through
 * all of the text once more for each expansion around it.
 */
export function inside(context: ReadContext, { start, end }: Span): ReadContext | undefined {
  const depth = context.depth + 1;
  if (depth > EVERY_DEPTH) context.deep.left -= end - start;
  if (context.deep.left < 0 && depth > EVERY_DEPTH) return undefined;
  context.inner ??= { ...context, depth, inner: undefined };
  return context.inner;
}

/** From which length on the braces of a word are counted before its parts are asked for. */
const LONG_WORD = 10_000;

/**
 * Whether the parts of a word cannot be asked for, since the parser goes through what is left of it once more for each
 * `${` that is open, and nobody closes hundreds of them.
 */
export function isTooDeep({ deep }: ReadContext, text: string): boolean {
  if (text.length < LONG_WORD) return false;
  const deepest = depthOf(text);
  return deepest > EVERY_DEPTH && deepest * text.length > deep.left;
}

/** How many `${` are open at once in a word, as the parser closes them: behind what is quoted in them, as bash does. */
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
      // All else stands for itself.
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

/** The span of a node of the parser. */
export function spanOfNode(
  context: ReadContext,
  node: { readonly pos: number; readonly end: number },
): Span {
  return { start: node.pos + context.offset, end: node.end + context.offset };
}
