/** What commands hold others, and which. */
import type { ShellNode } from './tree.ts';

/** The commands inside of a command, by the lists that they stand in; not those inside of its words. */
export function bodiesOf(node: ShellNode): readonly (readonly ShellNode[])[] {
  switch (node.kind) {
    case 'pipeline':
    case 'and-or':
      return [node.nodes];
    case 'group':
    case 'function':
      return [node.body];
    case 'if':
      return [...node.clauses.flatMap(({ test, body }) => [test, body]), node.otherwise ?? []];
    case 'loop':
      return [node.test, node.body];
    case 'case':
      return node.arms.map(({ body }) => body);
    case 'command':
    case 'expression':
      return [];
  }
}
