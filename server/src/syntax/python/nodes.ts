/** The parser's nodes, which do not leave this folder. */
import { parser } from '@lezer/python';

export type Tree = ReturnType<typeof parser.parse>;
export type Node = Tree['topNode'];

/** Parses a text; the parser recovers from whatever is wrong in it. */
export function parse(text: string): Tree {
  return parser.parse(text);
}

/** Its children, from a node's first one on. */
export function childrenOf(node: Node): readonly Node[] {
  const children: Node[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) {
    if (child.name !== 'Comment') children.push(child);
  }
  return children;
}
