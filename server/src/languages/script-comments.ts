/** Comments of embedded scripts; only in a layer `lines` may one be inserted above a command. */
import { type EmbeddedScript, treeOf } from '../invocation/shell/embedded.ts';
import type { FoundComments } from '../syntax/comments.ts';
import { readShellComments } from '../syntax/shell/comments.ts';
import { placementIn } from '../syntax/shell/placement.ts';

export function commentsInScript(
  whole: EmbeddedScript,
  marker: string,
  lines: string,
): FoundComments {
  const { text } = whole;
  const { span } = placementIn(text);
  const { comments, targets } = readShellComments(text.decoded, treeOf(whole), marker);
  const hasLines = text.pieces.every(({ encodings }) => encodings.layers[0].id === lines);
  return {
    comments: comments.map(({ at, textAt }) => ({ at: span(at), textAt: span(textAt) })),
    targets: targets.map(({ at, isFixed }) => ({ at: span(at), isFixed: isFixed || !hasLines })),
  };
}
