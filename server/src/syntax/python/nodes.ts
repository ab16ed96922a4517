/** The Python parser. Its nodes stay in this folder. */
import { TreeFragment } from '@lezer/common';
import { parser } from '@lezer/python';
import { changedStretch } from '../../text/changed-stretch.ts';
import type { Span } from '../../text/span.ts';

type Tree = ReturnType<typeof parser.parse>;
export type Node = Tree['topNode'];

interface Parsed {
  readonly tree: Tree;
  readonly comments: readonly Span[];
}

const strict = parser.configure({ strict: true });

interface File {
  readonly text: string;
  readonly tree: Tree;
}

let last: File | undefined;

/** Parses a valid file; undefined at the first error. Takes unchanged nodes from the last valid file. */
export function parseFile(text: string): Parsed | undefined {
  const parsed = parseWhole(text, last && unchanged(last, text));
  if (parsed) last = { text, tree: parsed.tree };
  return parsed;
}

function unchanged({ text, tree }: File, now: string): readonly TreeFragment[] {
  const { at, shift } = changedStretch(text, now);
  const change = { fromA: at.start, toA: at.end, fromB: at.start, toB: at.end + shift };
  return TreeFragment.applyChanges(TreeFragment.addTree(tree), [change]);
}

/** Parses valid Python; undefined at the first error. */
export function parseWhole(text: string, fragments?: readonly TreeFragment[]): Parsed | undefined {
  try {
    return parsedFrom(strict.parse(text, fragments));
  } catch {
    return undefined;
  }
}

/** Parses any text, with errors as nodes. */
export function parseBroken(text: string): Parsed {
  return parsedFrom(parser.parse(text));
}

function parsedFrom(tree: Tree): Parsed {
  const comments: Span[] = [];
  tree.iterate({
    enter: ({ name, from, to }) => {
      if (name === 'Comment') comments.push({ start: from, end: to });
    },
  });
  return { tree, comments };
}

/** Without comments. */
export function childrenOf(node: Node): readonly Node[] {
  const children: Node[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) {
    if (child.name !== 'Comment') children.push(child);
  }
  return children;
}
