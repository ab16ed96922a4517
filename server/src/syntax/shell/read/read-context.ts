import type { ParsedScript, Word } from 'unbash';
import { LIMITS } from '../../../text/limits.ts';
import type { Span } from '../../../text/span.ts';
import type { Dialect } from '../dialect.ts';
import type { ShellNode, ShellScript, ShellWord } from '../tree.ts';
import type { WordMode } from './word-modes.ts';

/** State of one script. */
export interface ReadContext {
  readonly source: string;
  readonly dialect: Dialect;
  readonly begin: number;
  /** The parser's offsets restart after errors. */
  readonly offset: number;
  /** Of a word. */
  readonly readScript: (
    context: ReadContext,
    script: ParsedScript | undefined,
  ) => readonly ShellNode[];
  readonly readWord: (context: ReadContext, word: Word, mode: WordMode) => ShellWord;
  /** Of a separate text. */
  readonly readText: (text: string) => ShellScript;
  /** Starts of unterminated quotes and expansions. */
  readonly open: Set<number>;
  /** Starts of statements, outermost first. */
  readonly statements: number[];
  readonly depth: number;
  inner: ReadContext | undefined;
  /** Characters left for deep expansions, which the parser rescans. */
  readonly deep: { left: number };
  readonly noteCommand: (start: number) => void;
}

const EVERY_DEPTH = 6;
/** The budget for deep expansions. */
export function deepIn(length: number): ReadContext['deep'] {
  return { left: 500_000 + length };
}

/** Enters an expansion; undefined without budget. */
export function inside(context: ReadContext, { start, end }: Span): ReadContext | undefined {
  const depth = context.depth + 1;
  if (depth > EVERY_DEPTH) context.deep.left -= end - start;
  if (context.deep.left < 0 && depth > EVERY_DEPTH) return undefined;
  context.inner ??= { ...context, depth, inner: undefined };
  return context.inner;
}

/** Whether a word has too many open `${`, each of which the parser rescans. */
export function isTooDeep({ deep }: ReadContext, text: string): boolean {
  if (text.length < LIMITS.many) return false;
  const deepest = depthOf(text);
  return deepest > EVERY_DEPTH && deepest * text.length > deep.left;
}

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

/** A parser node's span. */
export function spanOfNode(
  context: ReadContext,
  node: { readonly pos: number; readonly end: number },
): Span {
  return { start: node.pos + context.offset, end: node.end + context.offset };
}
