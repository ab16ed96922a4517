/** Comments of a source file that hold a marker, with the statements and list elements that they stand above. */
import { firstFrom, type Span } from '../../text/span.ts';
import { type Comments, type FoundComments, joinComments, withMarker } from '../comments.ts';
import type { LiteralFile } from './tree.ts';

/** The comments of a file; `targets` are what they can stand above, `inside` are those of scripts in its literals. */
export function literalComments(
  { source, comments }: LiteralFile,
  targets: readonly Span[],
  inside: readonly FoundComments[],
  marker: string,
): Comments {
  return joinComments({
    comments: withMarker(source, comments, marker),
    targets: targets.map((at) => ({ at, isPlace: true })),
    inside,
    skip: (from, limit) => skipBlanks(source, comments, from, limit),
  });
}

/** The first position that is neither a blank nor in a comment. */
function skipBlanks(
  source: string,
  comments: LiteralFile['comments'],
  from: number,
  limit: number,
): number {
  let at = from;
  while (at < limit) {
    if (/\s/.test(source.charAt(at))) {
      at++;
      continue;
    }
    const comment = commentFrom(comments, at);
    if (comment === undefined) return at;
    at = comment;
  }
  return Math.min(at, limit);
}

/** Where the comment ends that begins at an offset; undefined where none does. */
function commentFrom(comments: LiteralFile['comments'], offset: number): number | undefined {
  const found = comments[firstFrom(comments, offset, ({ at }) => at.start)];
  return found?.at.start === offset ? Math.max(found.at.end, offset + 1) : undefined;
}
