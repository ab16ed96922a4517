/**
 * The comments of a Makefile that hold a marker, and what they stand above: an assignment, a rule, a line of its
 * recipe, a conditional. A line of a recipe that is nothing but a comment counts as well, though it is a shell that is
 * given it; one behind a command is a part of what the shell gets.
 */
import type { Span } from '../../text/span.ts';
import { type Comments, type CommentTarget, joinComments } from '../comments.ts';
import type { Makefile, MakeNode } from './tree.ts';

/** The comments with a marker, and what they may stand above. */
export function readMakeComments(text: string, makefile: Makefile, marker: string): Comments {
  const { comments, nodes, isWhole } = makefile;
  const joined = joinComments(text, marker, { comments, targets: targetsIn(nodes) });
  // What stands behind something on its line is about that line.
  const alone = (at: Span) =>
    /^\s*$/.test(text.slice(text.lastIndexOf('\n', at.start) + 1, at.start));
  return {
    ...joined,
    comments: joined.comments.map((one) => (alone(one.at) ? one : { ...one, above: undefined })),
    isWhole,
  };
}

/** What a comment may stand above, in any order; conditionals may stand in each other as deep as somebody likes. */
function targetsIn(nodes: readonly MakeNode[]): readonly CommentTarget[] {
  const targets: CommentTarget[] = [];
  const pending = [nodes];
  for (let list = pending.pop(); list !== undefined; list = pending.pop()) {
    for (const node of list) {
      targets.push({ at: node.kind === 'rule' ? node.whole : node.at });
      if (node.kind !== 'conditional') continue;
      for (const { body } of node.arms) pending.push(body);
      if (node.otherwise) pending.push(node.otherwise);
    }
  }
  return targets;
}
