/**
 * A script that somebody types in, as chunks of whole lines with the statements on them. A chunk whose text is what it
 * was keeps its tree and its offsets, whatever is typed in others: each has room behind it, as files have that lie
 * behind each other. So that these offsets are none of the text or of a file, they are less than zero.
 * Why: docs/decisions/what-an-edit-leaves-is-kept.md
 */
import { firstFrom, type Span } from '../../text/span.ts';
import { bodiesOf } from './bodies.ts';
import type { Dialect } from './dialect.ts';
import { type Placement, placementAt, placementBy } from './placement.ts';
import { outermostStatements, readShell } from './reader.ts';
import type { ShellNode } from './tree.ts';

/** Whole lines of a script. */
export interface Chunk {
  readonly text: string;
  /** Its statements; their offsets count from its beginning. */
  readonly nodes: readonly ShellNode[];
  /** Its lines, divided where commands begin that stand inside of others, so that few move when one is typed in. */
  readonly parts: readonly ChunkPart[];
  readonly placement: Placement;
  /** The same as that of the chunk in whose place it came. */
  readonly slot: Slot;
}

interface Slot {
  /** Names those that lie side by side, so that they can be known as one. */
  readonly group: object;
}

/** A stretch of a chunk, which moves as a whole. */
export interface ChunkPart {
  readonly text: string;
  /** Where it lies among all others. */
  readonly start: number;
}

/** A script as its chunks, in their order. */
export interface ChunkedScript {
  readonly dialect: Dialect;
  readonly source: string;
  readonly chunks: readonly Chunk[];
  /** Where each of them begins in the text. */
  readonly starts: readonly number[];
}

/** The room behind a part of a chunk: so much, and as long as the part is. */
const ROOM = 128;
/** How many chunks are a group where a script is divided for the first time. */
const GROUP = 24;

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
  const { front, back } = sameEnds(texts, old);
  const gone = old.slice(front, old.length - back);
  const neighbour = gone.at(-1) ?? old[front - 1] ?? old.at(-back);
  const groups = Array.from({ length: Math.ceil(texts.length / GROUP) }, (): object => ({}));
  const read = texts.slice(front, texts.length - back).map((own, index) => {
    const group = neighbour?.slot.group ?? groups[Math.floor(index / GROUP)] ?? {};
    return readLines(own, dialect, gone[index]?.slot ?? { group });
  });
  const middle = read.flatMap((own) => own ?? []);
  const [kept, behind] = [old.slice(0, front), old.slice(old.length - back)];
  const all = [...kept, ...middle, ...behind];
  // What does not begin and end where it is cut is not read by itself as it is read in there.
  if (all.length !== texts.length) return undefined;
  if (all.reduce((sum, { nodes }) => sum + nodes.length, 0) !== statements) return undefined;
  const [above, below] = [kept.at(-1)?.parts.at(-1), behind[0]?.parts[0]];
  const parts = placed(middle.flatMap(partsIn), gone.flatMap(partsIn), above, below);
  const chunks = parts
    ? [...kept, ...chunksOf(middle, parts), ...behind]
    : chunksOf(all, laidOut(all.flatMap(partsIn)));
  return { dialect, source: text, chunks, starts };
}

/** Lines with what stands in them, wherever they lie among others. */
type Lines = Pick<Chunk, 'text' | 'nodes' | 'slot'> & {
  readonly parts: readonly Pick<ChunkPart, 'text'>[];
};

/** How many at the beginning and at the end are what they were. */
function sameEnds(texts: readonly string[], old: readonly { readonly text: string }[]) {
  let front = 0;
  while (front < texts.length && texts[front] === old[front]?.text) front++;
  const longest = Math.min(texts.length, old.length) - front;
  let back = 0;
  while (back < longest && texts.at(-1 - back) === old.at(-1 - back)?.text) back++;
  return { front, back };
}

/** The chunks of lines whose parts lie there. */
function chunksOf(all: readonly Lines[], parts: readonly ChunkPart[]): readonly Chunk[] {
  let next = 0;
  return all.map(({ text, nodes, slot, parts: { length } }) => {
    const own = parts.slice(next, next + length);
    next += length;
    return { text, nodes, slot, parts: own, placement: placementOf(own) };
  });
}

/** For what is written in parts. */
function placementOf(parts: readonly ChunkPart[]): Placement {
  const [first, ...others] = parts;
  if (first && others.length === 0) return placementAt(first.start);
  let end = 0;
  const moved = parts.map(({ text, start }) => {
    const from = end;
    end += text.length;
    return { from, end, by: start - from };
  });
  let last = moved[0];
  return placementBy({
    offset: (offset) => {
      // What is asked for together mostly stands together.
      if (last === undefined || offset < last.from || offset >= last.end) {
        last = moved[firstFrom(moved, offset + 1, ({ from }) => from) - 1];
      }
      return offset + (last?.by ?? 0);
    },
    kept: (_, make) => make(),
  });
}

/**
 * The places in the text of what is written in chunks; what is in a file stays where it is. `note` hears of each part
 * that was asked for, and where it begins in the text.
 */
export function placesIn({ chunks }: ChunkedScript) {
  const parts = chunks.flatMap(partsIn);
  const starts: number[] = [];
  let end = 0;
  for (const { text } of parts) {
    starts.push(end);
    end += text.length;
  }
  const indexAt = (offset: number) => firstFrom(parts, offset + 1, (part) => part.start) - 1;
  let last: ChunkPart | undefined;
  let start = 0;
  return {
    /** Where a part begins in the text; undefined for one that is none any more. */
    startOf: (part: ChunkPart): number | undefined => {
      const index = indexAt(part.start);
      return parts[index] === part ? starts[index] : undefined;
    },
    toText: (offset: number, note: (part: ChunkPart, start: number) => void): number => {
      if (offset >= 0) return offset;
      // What is asked for together mostly stands together.
      if (!last || offset < last.start || offset > last.start + last.text.length) {
        const index = indexAt(offset);
        last = parts[index];
        start = starts[index] ?? 0;
      }
      if (last === undefined) return 0;
      note(last, start);
      return start + offset - last.start;
    },
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
  while (back > front && startOf(back - 1) + moved >= startOf(front) && isKept(back - 1, moved))
    back--;
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

/** Whole lines by themselves; undefined where these do not make sense. */
function readLines(text: string, dialect: Dialect, slot: Slot): Lines | undefined {
  // The lines are a part of a text of which nobody else has any more.
  const own = ownCopy(text);
  const { nodes, problems, unread } = readShell(own, undefined, dialect);
  if (problems.length > 0 || unread) return undefined;
  const cuts = [0, ...cutsIn(own, nodes)];
  const parts = cuts.map((cut, index) => ({ text: own.slice(cut, cuts[index + 1]) }));
  return { text: own, nodes, slot, parts };
}

/** The beginnings of lines with commands that stand inside of others. */
function cutsIn(text: string, nodes: readonly ShellNode[]): readonly number[] {
  const cuts = new Set<number>();
  const lists = nodes.flatMap(bodiesOf);
  for (let list = lists.pop(); list !== undefined; list = lists.pop()) {
    for (const node of list) {
      const line = text.lastIndexOf('\n', node.at.start - 1) + 1;
      if (line > 0 && text.slice(line, node.at.start).trim() === '') cuts.add(line);
      lists.push(...bodiesOf(node));
    }
  }
  return [...cuts].toSorted((a, b) => a - b);
}

/** The same text, which does not keep alive another one that it was cut out of. */
function ownCopy(text: string): string {
  return `${text} `.slice(0, -1);
}

/** Parts where others were, of which those stay that are the same; undefined where there is no room for them. */
function placed(
  parts: Lines['parts'],
  gone: readonly ChunkPart[],
  above: ChunkPart | undefined,
  below: ChunkPart | undefined,
): readonly ChunkPart[] | undefined {
  const texts = parts.map(({ text }) => text);
  const { front, back } = sameEnds(texts, gone);
  const [kept, behind] = [gone.slice(0, front), gone.slice(gone.length - back)];
  const middle = texts.slice(front, texts.length - back);
  const replaced = gone.slice(front, gone.length - back);
  const places = placesBetween(middle, replaced, kept.at(-1) ?? above, behind[0] ?? below);
  const between = places?.map((start, index) => ({ text: middle[index] ?? '', start }));
  return between && [...kept, ...between, ...behind];
}

/** Where new parts lie between others; undefined where there is no room for them. */
function placesBetween(
  texts: readonly string[],
  gone: readonly ChunkPart[],
  before: ChunkPart | undefined,
  behind: ChunkPart | undefined,
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

function laidOut(parts: Lines['parts']): readonly ChunkPart[] {
  let place = -parts.reduce((sum, { text }) => sum + 2 * text.length + ROOM, 0);
  return parts.map(({ text }) => {
    const start = place;
    place += 2 * text.length + ROOM;
    return { text, start };
  });
}

function partsIn<Part>({ parts }: { readonly parts: readonly Part[] }): readonly Part[] {
  return parts;
}
