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
  /** Whether a comment may be put above it; not inside a list such as `a && b`, though it is legal there. */
  readonly isPlace: boolean;
}

/** A comment that holds the marker it was looked for by. */
export interface Comment {
  /** The comment with its delimiters: `# note`, `<!-- note -->`. The line ending is outside. */
  readonly at: Span;
  /** What stands between the delimiters. */
  readonly textAt: Span;
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
  readonly comments: readonly Pick<Comment, 'at' | 'textAt'>[];
  readonly targets: readonly CommentTarget[];
}

/** Parts of a file whose comments are known, where `skip` passes over blanks and comments of its language. */
interface CommentParts extends FoundComments {
  /** The same of the scripts that the file holds. */
  readonly inside?: readonly FoundComments[];
  /** The first position from `from` on that is neither a blank nor in a comment; at most `limit`. */
  readonly skip: (from: number, limit: number) => number;
}

/** Puts comments and their targets together. Both are sorted here; targets are inside each other or apart. */
export function joinComments({ inside = [], skip, ...own }: CommentParts): Comments {
  const parts = [own, ...inside];
  const sorted = inOrder(parts.flatMap(({ targets }) => targets));
  const all = inOrder(parts.flatMap(({ comments }) => comments));
  const first = sorted[0]?.at.start ?? Number.POSITIVE_INFINITY;
  const joined: Comment[] = [];
  let next: Comment | undefined;
  // From the last one on, so that a hundred comments above one command are gone through once.
  for (const { at, textAt } of all.toReversed()) {
    const target = sorted[firstFrom(sorted, at.end, (one) => one.at.start)];
    const limit = Math.min(target?.at.start ?? at.end, next?.at.start ?? Number.POSITIVE_INFINITY);
    const isClear = target !== undefined && skip(at.end, limit) >= limit;
    const above = limit === next?.at.start ? next.above : target;
    next = { at, textAt, above: isClear ? above : undefined, isFirst: at.end <= first };
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

/** The comments that hold a marker. */
export function withMarker<Found extends Pick<Comment, 'textAt'>>(
  text: string,
  comments: readonly Found[],
  marker: string,
): readonly Found[] {
  return comments.filter(({ textAt: { start, end } }) => text.slice(start, end).includes(marker));
}

/** Where the line begins that has nothing but blanks in front of an offset; undefined where there is more. */
export function marginStart(text: string, offset: number): number | undefined {
  let start = offset;
  while (start > 0 && ' \t'.includes(text.charAt(start - 1))) start--;
  if (start === 1 && text.startsWith('\ufeff')) return start;
  return start === 0 || text[start - 1] === '\n' ? start : undefined;
}

/** Passes over blanks and over comments that begin with `#` and end with their line. */
export function skipHashComments(text: string, from: number, limit: number): number {
  let position = from;
  while (position < limit) {
    const char = text.charAt(position);
    if (char === '#') {
      const newline = text.indexOf('\n', position);
      position = newline === -1 ? limit : newline + 1;
    } else if (/\s/.test(char)) position++;
    else return position;
  }
  return Math.min(position, limit);
}
