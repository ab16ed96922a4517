/**
 * Comments that are meant for tools, with what each stands above. Every host language has its own comments
 * and its own things to stand above; what they have in common is here.
 * Why: docs/decisions/a-comment-covers-what-it-stands-above-and-nothing-else.md
 */
import type { Span } from '../text/span.ts';

/** Something that a comment can stand above: a command, an element, a section. */
export interface Unit {
  /**
   * All of it, from its first character to its last. In a shell that is a statement with all that its lines
   * begin: of `cd /vm; qemu-system-arm -S` both commands.
   */
  readonly at: Span;
  /** Whether a comment may be put above it; not inside a list such as `a && b`, though it is legal there. */
  readonly isPlace: boolean;
}

/** A comment that holds the marker it was looked for by. */
export interface Remark {
  /** The comment with its delimiters: `# note`, `<!-- note -->`. The line ending is outside. */
  readonly at: Span;
  /** What stands between the delimiters. */
  readonly textAt: Span;
  /** What it stands above, with nothing but blank lines and comments between; undefined for none. */
  readonly above: Unit | undefined;
  /** Whether nothing but comments and blank lines stands before it in the file. */
  readonly isFirst: boolean;
}

/** The comments of a file and what they may stand above. */
export interface Remarks {
  /** In the order of the file. */
  readonly remarks: readonly Remark[];
  /** By their beginning; of two that begin together the outer one is first. */
  readonly units: readonly Unit[];
  /**
   * The place that decides which units a place belongs to: itself, but for the lines of a here-document,
   * which belong to the command that they are for wherever they lie.
   */
  readonly anchor: (at: Span) => Span;
  /** The units that hold a place, the innermost first. */
  readonly around: (at: Span) => readonly Unit[];
  /** Whether all of the file could be read; what is half-typed may hide units and what is in them. */
  readonly isWhole: boolean;
}

/** Remarks of a file whose comments are known, where `skip` passes over blanks and comments of its language. */
export interface RemarkParts {
  readonly comments: readonly Pick<Remark, 'at' | 'textAt'>[];
  readonly units: readonly Unit[];
  /** The first position from `from` on that is neither a blank nor in a comment; at most `limit`. */
  readonly skip: (from: number, limit: number) => number;
}

/** Puts comments and units together. Both are sorted here; units are inside each other or apart. */
export function joinRemarks({ comments, units, skip }: RemarkParts): Omit<Remarks, 'anchor'> {
  const sorted = units.toSorted((a, b) => a.at.start - b.at.start || b.at.end - a.at.end);
  const inOrder = comments.toSorted((a, b) => a.at.start - b.at.start);
  const first = sorted[0]?.at.start ?? Number.POSITIVE_INFINITY;
  const remarks: Remark[] = [];
  let next: Remark | undefined;
  // From the last one on, so that a hundred comments above one command are gone through once.
  for (const { at, textAt } of inOrder.toReversed()) {
    const unit = sorted[firstUnitFrom(sorted, at.end)];
    const limit = Math.min(unit?.at.start ?? at.end, next?.at.start ?? Number.POSITIVE_INFINITY);
    const isClear = unit !== undefined && skip(at.end, limit) >= limit;
    const above = limit === next?.at.start ? next.above : unit;
    next = { at, textAt, above: isClear ? above : undefined, isFirst: at.end <= first };
    remarks.push(next);
  }
  return {
    remarks: remarks.toReversed(),
    units: sorted,
    around: unitsAround(sorted),
    isWhole: true,
  };
}

/** Finds the units around places. */
function unitsAround(units: readonly Unit[]): Remarks['around'] {
  /** The index of the unit around each; -1 for none. */
  const parents: number[] = [];
  const holds = (index: number, { start, end }: Span) => {
    const unit = units[index];
    return unit !== undefined && unit.at.start <= start && end <= unit.at.end;
  };
  for (const [index, { at }] of units.entries()) {
    let parent = index - 1;
    while (parent >= 0 && !holds(parent, at)) parent = parents[parent] ?? -1;
    parents.push(parent);
  }
  return (at) => {
    const around: Unit[] = [];
    let index = firstUnitFrom(units, at.start + 1) - 1;
    for (; index >= 0; index = parents[index] ?? -1) {
      const unit = units[index];
      if (unit && holds(index, at)) around.push(unit);
    }
    return around;
  };
}

/** The index of the first unit that begins at an offset or behind it. */
function firstUnitFrom(units: readonly Unit[], offset: number): number {
  let low = 0;
  let high = units.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((units[middle]?.at.start ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Where a place belongs to itself. */
export function ownAnchor(at: Span): Span {
  return at;
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
