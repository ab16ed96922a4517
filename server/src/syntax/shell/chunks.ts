/**
 * A script that somebody types in, as chunks of whole lines with the statements on them. A chunk whose text is what it
 * was keeps its tree and its offsets, whatever is typed in others: each has room behind it, as files have that lie
 * behind each other. So that these offsets are none of the text or of a file, they are less than zero.
 * Why: docs/decisions/what-an-edit-leaves-is-kept.md
 */
import { firstFrom, type Span } from '../../text/span.ts';
import type { Dialect } from './dialect.ts';
import { type Placement, placementAt } from './placement.ts';
import { outermostStatements, readShell } from './reader.ts';
import type { ShellNode } from './tree.ts';

/** Whole lines of a script. */
export interface Chunk {
  readonly text: string;
  /** Its statements; their offsets count from its beginning. */
  readonly nodes: readonly ShellNode[];
  /** Where it lies among the other chunks. */
  readonly start: number;
  readonly placement: Placement;
}

export interface ChunkedScript {
  readonly dialect: Dialect;
  readonly source: string;
  readonly chunks: readonly Chunk[];
  /** Where each of them begins in the text. */
  readonly starts: readonly number[];
}

/** The room behind a chunk: so much, and as long as the chunk is. */
const ROOM = 128;

/** Reads a script anew as far as it is another than before; undefined for one that cannot be divided. */
export function readChunks(
  text: string,
  dialect: Dialect,
  before: ChunkedScript | undefined,
): ChunkedScript | undefined {
  const known = before?.dialect === dialect ? before : undefined;
  const divided = (known && dividedAnew(text, known)) ?? divide(text);
  if (divided === undefined || divided.starts.length === 0) return undefined;
  const { starts, statements } = divided;
  const old = known?.chunks ?? [];
  const texts = starts.map((start, index) => text.slice(start, starts[index + 1]));
  const same = (own: number, other: number) => {
    const known = old[other];
    return known !== undefined && own >= 0 && texts[own] === known.text;
  };
  let front = 0;
  while (same(front, front)) front++;
  const longest = Math.min(texts.length, old.length) - front;
  let back = 0;
  while (back < longest && same(texts.length - 1 - back, old.length - 1 - back)) back++;
  const middle = texts.slice(front, texts.length - back);
  const read = middle.map((own) => nodesOf(own, dialect));
  if (read.includes(undefined)) return undefined;
  const nodes = read.flatMap((own) => (own ? [own] : []));
  const count = nodes.reduce((sum, own) => sum + own.length, 0);
  const [kept, behind] = [old.slice(0, front), old.slice(old.length - back)];
  const all = [...kept, ...behind].reduce((sum, own) => sum + own.nodes.length, count);
  // What does not begin and end where it is cut is not read by itself as it is read in there.
  if (all !== statements) return undefined;
  const gone = old.slice(front, old.length - back);
  const places = placesBetween(middle, gone, kept.at(-1), behind[0]);
  const chunks = places
    ? [...kept, ...middle.map((own, index) => chunkAt(own, nodes[index], places[index])), ...behind]
    : laidOut(texts, [...kept.map(nodesIn), ...nodes, ...behind.map(nodesIn)]);
  return { dialect, source: text, chunks, starts };
}

/**
 * The places in the text of what is written in chunks; what is in a file stays where it is. `note` hears of each chunk
 * that was asked for, and where it begins in the text.
 */
export function toText({
  chunks,
  starts,
}: ChunkedScript): (offset: number, note: (chunk: Chunk, start: number) => void) => number {
  let last: Chunk | undefined;
  let start = 0;
  return (offset, note) => {
    if (offset >= 0) return offset;
    // What is asked for together mostly stands together.
    if (!last || offset < last.start || offset > last.start + last.text.length) {
      const index = firstFrom(chunks, offset + 1, (chunk) => chunk.start) - 1;
      last = chunks[index];
      start = starts[index] ?? 0;
    }
    if (last === undefined) return 0;
    note(last, start);
    return start + offset - last.start;
  };
}

/** Where the chunks of a text begin, and how many statements there are. */
interface Division {
  readonly starts: readonly number[];
  readonly statements: number;
}

function divide(text: string): Division | undefined {
  const statements = outermostStatements(text);
  return statements && { starts: startsOf(text, statements), statements: statements.length };
}

/**
 * The same of a text that was divided before it was edited, where no more is read than what was typed in and the
 * chunks beside it. Undefined where what was typed goes on behind these, as a quote does that nobody has closed.
 */
function dividedAnew(text: string, { source, chunks, starts }: ChunkedScript) {
  const moved = text.length - source.length;
  const startOf = (index: number) => starts[index] ?? source.length;
  const isKept = (index: number, by: number) => {
    const own = chunks[index];
    return own !== undefined && text.startsWith(own.text, startOf(index) + by);
  };
  let front = 0;
  while (isKept(front, 0)) front++;
  let back = chunks.length;
  while (back > front && startOf(back - 1) + moved >= startOf(front) && isKept(back - 1, moved)) back--;
  // Those beside it are read once more, to see that it has the same borders.
  const [first, last] = [Math.max(0, front - 1), Math.min(chunks.length, back + 1)];
  const from = startOf(first);
  const read = divide(text.slice(from, startOf(last) + moved));
  const own = read?.starts.map((start) => start + from);
  const isClosed = last === back || own?.at(-1) === startOf(back) + moved;
  if (read === undefined || own === undefined || !isClosed) return undefined;
  const others = [...chunks.slice(0, first), ...chunks.slice(last)];
  return {
    starts: [
      ...starts.slice(0, first),
      ...own,
      ...starts.slice(last).map((start) => start + moved),
    ],
    statements: others.reduce((sum, { nodes }) => sum + nodes.length, read.statements),
  };
}

/** Where chunks begin: with the comments above a statement that stands on lines of its own. */
function startsOf(text: string, statements: readonly Span[]): readonly number[] {
  const starts: number[] = [];
  let end = 0;
  for (const [index, statement] of statements.entries()) {
    const start = index === 0 ? 0 : startAbove(text, statement.start, end);
    end = statement.end;
    if (start !== undefined) starts.push(start);
  }
  return starts;
}

/** Where the lines begin that stand above a statement and belong to it; undefined where others stand on its line. */
function startAbove(text: string, statement: number, end: number): number | undefined {
  let start = text.lastIndexOf('\n', statement - 1) + 1;
  // What a backslash continues is one line.
  if (start < end || start === 0 || /\\\r?\n$/.test(text.slice(start - 3, start))) return undefined;
  // What looks like a comment there may be the last line of a here-document.
  const mayBeDocument = text.slice(text.lastIndexOf('\n', end - 1) + 1, start).includes('<<');
  if (mayBeDocument) return text.slice(end, statement).includes('#') ? undefined : start;
  for (;;) {
    const above = text.lastIndexOf('\n', start - 2) + 1;
    if (above < end || start === 0 || !/^[ \t\r]*(?:#.*)?$/.test(text.slice(above, start - 1))) {
      return start;
    }
    start = above;
  }
}

/** The statements of whole lines; undefined where these do not make sense by themselves. */
function nodesOf(text: string, dialect: Dialect): readonly ShellNode[] | undefined {
  // The lines are a part of a text of which nobody else has any more.
  const { nodes, problems, unread } = readShell(ownCopy(text), undefined, dialect);
  return problems.length > 0 || unread ? undefined : nodes;
}

/** The same text, which does not keep alive another one that it was cut out of. */
function ownCopy(text: string): string {
  return `${text} `.slice(0, -1);
}

/** Where new chunks lie between others; undefined where there is no room for them. */
function placesBetween(
  texts: readonly string[],
  gone: readonly Chunk[],
  before: Chunk | undefined,
  behind: Chunk | undefined,
): readonly number[] | undefined {
  const [only] = texts;
  if (only === undefined) return before || behind ? [] : undefined;
  const from = before ? before.start + before.text.length : gone[0]?.start;
  if (from === undefined) return undefined;
  const to = behind ? behind.start : 0;
  const [replaced] = gone;
  // Somebody types in it.
  if (replaced && gone.length === 1 && texts.length === 1) {
    return replaced.start + only.length < to ? [replaced.start] : undefined;
  }
  const length = texts.reduce((sum, { length: own }) => sum + own, 0);
  const room = Math.floor((to - from - length) / (texts.length + 1));
  if (room < 1) return undefined;
  let place = from;
  return texts.map((own) => {
    const start = place + room;
    place = start + own.length;
    return start;
  });
}

function laidOut(
  texts: readonly string[],
  nodes: readonly (readonly ShellNode[])[],
): readonly Chunk[] {
  let place = -texts.reduce((sum, { length }) => sum + 2 * length + ROOM, 0);
  return texts.map((text, index) => {
    const start = place;
    place += 2 * text.length + ROOM;
    return chunkAt(text, nodes[index], start);
  });
}

function chunkAt(text: string, nodes: readonly ShellNode[] = [], start = 0): Chunk {
  return { text, nodes, start, placement: placementAt(start) };
}

function nodesIn({ nodes }: Chunk): readonly ShellNode[] {
  return nodes;
}
