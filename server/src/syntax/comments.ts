/**
 * Comments that are meant for tools, with what each stands above. Every host language has its own comments
 * and its own things to stand above; what they have in common is here.
 * Why: docs/decisions/a-comment-covers-what-it-stands-above-and-nothing-else.md
 */
import { firstFrom, type Span } from '../text/span.ts';

/** Something that a comment can stand above: a command, an element, a section. */
export interface CommentTarget {
  /**
   * All of it, from its first character to its last. In a shell that is a statement with all that its lines
   * begin: of `cd /vm; qemu-system-arm -S` both commands.
   */
  readonly at: Span;
  /** Whether no comment may be put above it: inside a list such as `a && b`, though it is legal there. */
  readonly isFixed?: boolean;
}

/** A comment as it is written. */
export interface WrittenComment {
  /** The comment with its delimiters: `# note`, `<!-- note -->`. The line ending is outside. */
  readonly at: Span;
  /** What stands between the delimiters. */
  readonly textAt: Span;
}

/** A comment that holds the marker it was looked for by. */
export interface Comment extends WrittenComment {
  /** What it stands above, with nothing but blank lines and comments between; undefined for none. */
  readonly above: CommentTarget | undefined;
  /** Whether nothing but comments and blank lines stands before it in the file. */
  readonly isFirst: boolean;
}

/** The comments of a file and what they may stand above. */
export interface Comments {
  /** In the order of the file. */
  readonly comments: readonly Comment[];
  /** By their beginning; of two that begin together the outer one is first. */
  readonly targets: readonly CommentTarget[];
  /**
   * The place that decides which targets a place belongs to: itself, but for the lines of a here-document,
   * which belong to the command that they are for wherever they lie.
   */
  readonly anchor: (at: Span) => Span;
  /** The targets that hold a place, the innermost first. */
  readonly around: (at: Span) => readonly CommentTarget[];
  /** Whether all of the file could be read; what is half-typed may hide targets and what is in them. */
  readonly isWhole: boolean;
}

/** Comments, and what they can stand above. */
export interface FoundComments {
  readonly comments: readonly WrittenComment[];
  readonly targets: readonly CommentTarget[];
}

/** The comments of a file, marked or not, in its order. */
interface CommentParts extends FoundComments {
  /** The same of the scripts that the file holds; comments with the marker alone. */
  readonly inside?: readonly FoundComments[];
  /** What may stand between a comment and its target next to other comments of the file; sticky. By default `# …` too. */
  readonly blank?: RegExp;
}

/** Puts the comments that hold a marker and their targets together. Targets are inside each other or apart. */
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
  // From the last one on, so that a hundred comments above one command are gone through once.
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

/** By their beginning; of two that begin together the outer one is first. */
export function inOrder<Placed extends { readonly at: Span }>(
  some: readonly Placed[],
): readonly Placed[] {
  return some.toSorted((a, b) => a.at.start - b.at.start || b.at.end - a.at.end);
}

/** Finds the targets around places, which are in order. */
export function targetsAround(targets: readonly CommentTarget[]): Comments['around'] {
  /** The index of the target around each; -1 for none. */
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

/** Where the line begins that has nothing but blanks in front of an offset; undefined where there is more. */
export function marginStart(text: string, offset: number): number | undefined {
  let start = offset;
  while (start > 0 && ' \t'.includes(text.charAt(start - 1))) start--;
  if (start === 1 && text.startsWith('\ufeff')) return start;
  return start === 0 || text[start - 1] === '\n' ? start : undefined;
}
