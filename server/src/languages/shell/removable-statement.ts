/** Whether an assignment of a script can go as a whole: no block may become empty, and no status change. */
import type { ShellNode, ShellScript } from '../../syntax/shell/tree.ts';
import { contains, type Span, sameSpan } from '../../text/span.ts';

/**
 * Whether the statement at a place is nothing but one assignment, and one of several in its list with another
 * behind it. The last one of a list gives that its status, and an `if` needs something to do. What is run by
 * a test, a pipe or `&&` is never spare.
 */
export function isSpareStatement({ nodes }: ShellScript, at: Span): boolean {
  const pending: (readonly ShellNode[])[] = [nodes];
  for (let list = pending.pop(); list !== undefined; list = pending.pop()) {
    for (const [index, node] of list.entries()) {
      if (!contains(node.at, at)) continue;
      if (isAssignment(node) && sameSpan(node.at, at)) return index < list.length - 1;
      pending.push(...listsIn(node));
    }
  }
  return false;
}

function isAssignment(node: ShellNode): boolean {
  if (node.kind !== 'command' || node.words.length > 0) return false;
  return node.assignments.length === 1 && node.redirections.length === 0;
}

/** The lists of commands inside a command, without those that decide what is run. */
function listsIn(node: ShellNode): readonly (readonly ShellNode[])[] {
  switch (node.kind) {
    case 'group':
    case 'loop':
    case 'function':
      return [node.body];
    case 'if': {
      const bodies = node.clauses.map(({ body }) => body);
      return node.otherwise ? [...bodies, node.otherwise] : bodies;
    }
    case 'case':
      return node.arms.map(({ body }) => body);
    case 'command':
    case 'pipeline':
    case 'and-or':
    case 'expression':
      return [];
  }
}
