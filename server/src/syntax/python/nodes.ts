/** The Python parser. Its nodes stay in this folder. */
import { parser } from '@lezer/python';
import type { Span } from '../../text/span.ts';

type Tree = ReturnType<typeof parser.parse>;
export type Node = Tree['topNode'];

interface Parsed {
  readonly tree: Tree;
  readonly comments: readonly Span[];
}

const strict = parser.configure({ strict: true });

/** Parses valid Python; undefined at the first error. */
export function parseWhole(text: string): Parsed | undefined {
  try {
    return parsedFrom(strict.parse(text));
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
