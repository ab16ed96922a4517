/**
 * Comments for tools and the code that each stands above. Host languages define their comments and targets; this file
 * joins them. Why: docs/decisions/suppression.md
 */
import { firstFrom, type Span } from '../text/span.ts';

/** A command, element or section that a comment can stand above. */
export interface CommentTarget {
  /**
   * The whole target. In a shell, a statement and everything that begins on its lines: both commands of `cd
   * /vm; qemu-system-arm -S`.
   */
  readonly at: Span;
  /** Whether an edit must not insert a comment above it, as inside `a && b`. */
  readonly isFixed?: boolean;
}

/** A comment as written. */
export interface WrittenComment {
  /** The comment with delimiters (`# note`, `<!-- note -->`), without the line ending. */
  readonly at: Span;
  /** The text between the delimiters. */
  readonly textAt: Span;
}

/** A comment that contains the marker. */
export interface Comment extends WrittenComment {
  /** The target directly below, with only blank lines and comments between; else undefined. */
  readonly above: CommentTarget | undefined;
  /** Whether only comments and blank lines precede it in the file. */
  readonly isFirst: boolean;
}

/** The marked comments of a file and their targets. */
export interface Comments {
  /** The comments in the order of the file. */
  readonly comments: readonly Comment[];
  /** What comments can be about, sorted by start. Of two with the same start, the outer one is first. */
  readonly targets: readonly CommentTarget[];
  /**
   * Maps a place to the one that decides its targets: lines of a here-document map to its command, other
   * places to themselves.
   */
  readonly anchor: (at: Span) => Span;
  /** The targets that contain a place, innermost first. */
  readonly around: (at: Span) => readonly CommentTarget[];
  /** Whether the whole file was readable; half-typed code may hide targets. */
  readonly isWhole: boolean;
}

/** Comments and their possible targets. */
export interface FoundComments {
  readonly comments: readonly WrittenComment[];
  readonly targets: readonly CommentTarget[];
}

/** All comments of a file, in order. */
interface CommentParts extends FoundComments {
  /** Comments and targets of embedded scripts. Their comments all contain the marker. */
  readonly inside?: readonly FoundComments[];
  /** A sticky pattern for what may separate a comment from its target. Default: white space and `# …`. */
  readonly blank?: RegExp;
}

/** Pairs marked comments with targets. Targets are nested or disjoint. */
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

/** Sorts by start; of two with the same start, the outer first. */
function inOrder<Placed extends { readonly at: Span }>(some: readonly Placed[]): readonly Placed[] {
  return some.toSorted((a, b) => a.at.start - b.at.start || b.at.end - a.at.end);
}

/** Answers which targets contain a place. `targets` is sorted. */
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

/** The start of the line if only blanks precede `offset`; else undefined. */
export function marginStart(text: string, offset: number): number | undefined {
  let start = offset;
  while (start > 0 && ' \t'.includes(text.charAt(start - 1))) start--;
  if (start === 1 && text.startsWith('\ufeff')) return start;
  return start === 0 || text[start - 1] === '\n' ? start : undefined;
}
