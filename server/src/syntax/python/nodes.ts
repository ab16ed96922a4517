/** The Python parser. Its nodes stay in this folder. */
import { parser } from '@lezer/python';
import { changedStretch } from '../../text/changed-stretch.ts';
import type { Span } from '../../text/span.ts';

type Tree = ReturnType<typeof parser.parse>;
/** A node of the parser's tree. */
export type Node = Tree['topNode'];

/** A text with its tree. */
export interface Parsed {
  readonly text: string;
  readonly tree: Tree;
  readonly comments: readonly Span[];
}

const strict = parser.configure({ strict: true });

/**
 * Parses valid Python; undefined at the first error. `before` is a similar text, whose unchanged parts are
 * reused.
 */
export function parseWhole(text: string, before?: Parsed): Parsed | undefined {
  try {
    return parsedFrom(text, strict.parse(text, before && unchanged(before, text)));
  } catch {
    return undefined;
  }
}

/** Parses any text from scratch, because the parser's error recovery may depend on reused nodes. */
export function parseBroken(text: string): Parsed {
  return parsedFrom(text, parser.parse(text));
}

function parsedFrom(text: string, tree: Tree): Parsed {
  const comments: Span[] = [];
  tree.iterate({
    enter: ({ name, from, to }) => {
      if (name === 'Comment') comments.push({ start: from, end: to });
    },
  });
  return { text, tree, comments };
}

/** The common prefix and suffix of two texts, as the parser's tree fragments. */
function unchanged({ text: before, tree }: Parsed, text: string) {
  const { at, shift } = changedStretch(before, text);
  return [
    { from: 0, to: at.start, offset: 0, tree, openStart: false, openEnd: true },
    {
      from: at.end + shift,
      to: text.length,
      offset: -shift,
      tree,
      openStart: true,
      openEnd: false,
    },
  ];
}

/** The children of a node. */
export function childrenOf(node: Node): readonly Node[] {
  const children: Node[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) {
    if (child.name !== 'Comment') children.push(child);
  }
  return children;
}
