/** Comments for tools and the code that each stands above. Why: docs/decisions/suppression.md */
import { firstFrom, type Span } from '../text/span.ts';

/** A command, element or section below a comment. */
export interface CommentTarget {
  /** In a shell, all statements on its lines: both of `cd /vm; qemu-system-arm -S`. */
  readonly at: Span;
  /** Whether no comment fits above it, as inside `a && b`. */
  readonly isFixed?: boolean;
}

/** A comment as written. */
export interface WrittenComment {
  /** With delimiters (`# note`, `<!-- note -->`), without the line ending. */
  readonly at: Span;
  readonly textAt: Span;
}

/** A comment that contains the marker. */
export interface Comment extends WrittenComment {
  /** The target below, behind only blanks and comments. */
  readonly above: CommentTarget | undefined;
  /** Whether only comments and blank lines precede it. */
  readonly isFirst: boolean;
}

/** Marked comments and targets. */
export interface Comments {
  readonly comments: readonly Comment[];
  /** By start; the outer one first. */
  readonly targets: readonly CommentTarget[];
  /** Maps lines of a here-document to its command, other places to themselves. */
  readonly anchor: (at: Span) => Span;
  /** The targets around a place, innermost first. */
  readonly around: (at: Span) => readonly CommentTarget[];
  /** Whether the whole file was readable; half-typed code may hide targets. */
  readonly isWhole: boolean;
}

/** Comments and possible targets. */
export interface FoundComments {
  readonly comments: readonly WrittenComment[];
  readonly targets: readonly CommentTarget[];
}

interface CommentParts extends FoundComments {
  /** Of embedded scripts; these comments all contain the marker. */
  readonly inside?: readonly FoundComments[];
  /** Sticky: what may separate a comment from its target; default: white space and `# …`. */
  readonly blank?: RegExp;
}

/** Pairs comments with targets, which are nested or disjoint. */
export function joinComments(
  text: string,
  marker: string,
  { comments, targets, inside = [], blank = /\s|#[^\n]*\n?/y }: CommentParts,
): Comments {
  const marked = comments.filter(({ textAt }) => {
    return text.slice(textAt.start, textAt.end).includes(marker);
  });
  const isClear = (from: number, limit: number): boolean => {
    for (let position = from; position < limit; ) {
      blank.lastIndex = position;
      if (blank.test(text)) {
        position = blank.lastIndex;
        continue;
      }
      const comment = comments[firstFrom(comments, position, ({ at }) => at.start)];
      if (comment?.at.start !== position) return false;
      position = Math.max(comment.at.end, position + 1);
    }
    return true;
  };
  const sorted = inOrder([targets, ...inside.map((one) => one.targets)].flat());
  const all = inOrder([marked, ...inside.map((one) => one.comments)].flat());
  const first = sorted[0]?.at.start ?? Number.POSITIVE_INFINITY;
  const joined: Comment[] = [];
  let next: Comment | undefined;
  // Backwards, so that a block of comments is visited once.
  for (const { at, textAt } of all.toReversed()) {
    const target = sorted[firstFrom(sorted, at.end, (one) => one.at.start)];
    const limit = Math.min(target?.at.start ?? at.end, next?.at.start ?? Number.POSITIVE_INFINITY);
    const above = limit === next?.at.start ? next.above : target;
    next = {
      at,
      textAt,
      above: target && isClear(at.end, limit) ? above : undefined,
      isFirst: at.end <= first,
    };
    joined.push(next);
  }
  return {
    comments: joined.toReversed(),
    targets: sorted,
    anchor: (at) => at,
    around: targetsAround(sorted),
    isWhole: true,
  };
}

function inOrder<Placed extends { readonly at: Span }>(some: readonly Placed[]): readonly Placed[] {
  return some.toSorted((a, b) => a.at.start - b.at.start || b.at.end - a.at.end);
}

function targetsAround(targets: readonly CommentTarget[]): Comments['around'] {
  /** The index of each target's parent; -1 for none. */
  const parents: number[] = [];
  const holds = (index: number, { start, end }: Span) => {
    const target = targets[index];
    return target !== undefined && target.at.start <= start && end <= target.at.end;
  };
  for (const [index, { at }] of targets.entries()) {
    let parent = index - 1;
    while (parent >= 0 && !holds(parent, at)) parent = parents[parent] ?? -1;
    parents.push(parent);
  }
  return (at) => {
    const around: CommentTarget[] = [];
    let index = firstFrom(targets, at.start + 1, (target) => target.at.start) - 1;
    for (; index >= 0; index = parents[index] ?? -1) {
      const target = targets[index];
      if (target && holds(index, at)) around.push(target);
    }
    return around;
  };
}

/** The line's start if only blanks precede `offset`. */
export function marginStart(text: string, offset: number): number | undefined {
  let start = offset;
  while (start > 0 && ' \t'.includes(text.charAt(start - 1))) start--;
  if (start === 1 && text.startsWith('\ufeff')) return start;
  return start === 0 || text[start - 1] === '\n' ? start : undefined;
}
