/**
 * Divides a script into chunks of lines for incremental reading. Unchanged chunks keep trees and offsets,
 * since each has spare room after it. Chunk offsets are negative. Why: docs/decisions/incremental-shell.md
 */
import { firstFrom } from '../../text/span.ts';
import type { Dialect } from './dialect.ts';
import { bodiesOf } from './inside.ts';
import { type Placement, placementAt, placementBy } from './placement.ts';
import { mayBecomePosix } from './read/literal-quotes.ts';
import { readShell } from './reader.ts';
import type { ShellNode, ShellScript } from './tree.ts';

/** Whole lines of a script. */
export interface Chunk {
  readonly text: string;
  /** With offsets of `source`. */
  readonly nodes: readonly ShellNode[];
  /** The text it was read in; `origin` is its offset there. */
  readonly source: string;
  readonly origin: number;
  /** Split before nested commands, so that typing moves few. */
  readonly parts: readonly ChunkPart[];
  readonly placement: Placement;
  readonly slot: Slot;
}

interface Slot {
  /** Identifies a group of adjacent chunks. */
  readonly group: object;
}

/** Lines that move as one. */
export interface ChunkPart {
  readonly text: string;
  /** A chunk offset. */
  readonly start: number;
}

/** A script as chunks. */
export interface ChunkedScript {
  readonly dialect: Dialect;
  readonly source: string;
  readonly chunks: readonly Chunk[];
  /** Offsets of chunks in the text. */
  readonly starts: readonly number[];
}

/** Spare offsets after a part. */
const ROOM = 128;
const GROUP = 24;

/** Reads changed chunks; undefined if the script cannot be divided. `whole` makes the tree. */
export function readChunks(
  text: string,
  dialect: Dialect,
  before: ChunkedScript | undefined,
  whole: () => ShellScript,
): ChunkedScript | undefined {
  // It changes quotes elsewhere.
  const known = before?.dialect === dialect && !mayBecomePosix(text) ? before : undefined;
  const divided = (known && dividedAnew(text, known)) ?? dividedOf(whole());
  if (divided === undefined || divided.length === 0) return undefined;
  const old = known?.chunks ?? [];
  const { front, back } = sameEnds(divided, old);
  const gone = old.slice(front, old.length - back);
  const neighbour = gone.at(-1) ?? old[front - 1] ?? old.at(-back);
  const groups = Array.from({ length: Math.ceil(divided.length / GROUP) }, (): object => ({}));
  const middle = divided.slice(front, divided.length - back).map((own, index): Lines => {
    const group = neighbour?.slot.group ?? groups[Math.floor(index / GROUP)] ?? {};
    return { ...own, slot: gone[index]?.slot ?? { group }, parts: linesIn(own) };
  });
  const [kept, behind] = [old.slice(0, front), old.slice(old.length - back)];
  const all = [...kept, ...middle, ...behind];
  const [above, below] = [kept.at(-1)?.parts.at(-1), behind[0]?.parts[0]];
  const parts = placed(middle.flatMap(partsIn), gone.flatMap(partsIn), above, below);
  const chunks = parts
    ? [...kept, ...chunksOf(middle, parts), ...behind]
    : chunksOf(all, laidOut(all.flatMap(partsIn)));
  let end = 0;
  const starts = chunks.map((chunk) => {
    const start = end;
    end += chunk.text.length;
    return start;
  });
  return { dialect, source: text, chunks, starts };
}

/** Whole lines with their statements. */
export type Divided = Pick<Chunk, 'text' | 'nodes' | 'source' | 'origin'>;

type Lines = Divided & Pick<Chunk, 'slot'> & { readonly parts: readonly Pick<ChunkPart, 'text'>[] };

function sameEnds(
  texts: readonly { readonly text: string }[],
  old: readonly { readonly text: string }[],
) {
  let front = 0;
  while (front < texts.length && texts[front]?.text === old[front]?.text) front++;
  const longest = Math.min(texts.length, old.length) - front;
  let back = 0;
  while (back < longest && texts.at(-1 - back)?.text === old.at(-1 - back)?.text) back++;
  return { front, back };
}

function chunksOf(all: readonly Lines[], parts: readonly ChunkPart[]): readonly Chunk[] {
  let next = 0;
  return all.map((lines) => {
    const { length } = lines.parts;
    const own = parts.slice(next, next + length);
    next += length;
    return new PlacedChunk(lines, own);
  });
}

/** Computes its placement: there may be a chunk per line. */
class PlacedChunk implements Chunk {
  readonly text: string;
  readonly nodes: readonly ShellNode[];
  readonly source: string;
  readonly origin: number;
  readonly slot: Slot;
  readonly parts: readonly ChunkPart[];

  constructor({ text, nodes, source, origin, slot }: Lines, parts: readonly ChunkPart[]) {
    this.text = text;
    this.nodes = nodes;
    this.source = source;
    this.origin = origin;
    this.slot = slot;
    this.parts = parts;
  }

  get placement(): Placement {
    return placementOf(this.parts, this.origin);
  }
}

function placementOf(parts: readonly ChunkPart[], origin: number): Placement {
  const [first, ...others] = parts;
  if (first && others.length === 0) return placementAt(first.start - origin);
  let end = origin;
  const moved = parts.map(({ text, start }) => {
    const from = end;
    end += text.length;
    return { from, end, by: start - from };
  });
  let last = moved[0];
  return placementBy({
    offset: (offset) => {
      if (last === undefined || offset < last.from || offset >= last.end) {
        last = moved[firstFrom(moved, offset + 1, ({ from }) => from) - 1];
      }
      return offset + (last?.by ?? 0);
    },
    kept: (_, make) => make(),
  });
}

interface PlacedPart {
  readonly part: ChunkPart;
  readonly start: number;
}

/** Finds parts by chunk offset. */
export function partsOf({ chunks }: ChunkedScript): (offset: number) => PlacedPart | undefined {
  const parts: PlacedPart[] = [];
  let start = 0;
  for (const chunk of chunks) {
    for (const part of chunk.parts) {
      parts.push({ part, start });
      start += part.text.length;
    }
  }
  return (offset) => {
    let [low, high] = [0, parts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((parts[middle]?.part.start ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    return parts[low - 1];
  };
}

/** Divides a tree; undefined if it has errors. */
export function dividedOf({
  source,
  nodes,
  problems,
  unread,
}: ShellScript): readonly Divided[] | undefined {
  if (problems.length > 0 || unread) return undefined;
  const starts: number[] = [];
  const statements: ShellNode[][] = [];
  let end = 0;
  for (const node of nodes) {
    const start = starts.length === 0 ? 0 : startAbove(source, node.at.start, end);
    end = node.at.end;
    if (start === undefined) {
      statements.at(-1)?.push(node);
      continue;
    }
    starts.push(start);
    statements.push([node]);
  }
  return statements.map((own, index) => {
    const origin = starts[index] ?? 0;
    return { text: source.slice(origin, starts[index + 1]), nodes: own, source, origin };
  });
}

/** Reads an edit and its neighbours; undefined if the edit reaches further. */
function dividedAnew(text: string, { source, chunks, starts, dialect }: ChunkedScript) {
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
  // Confirms borders.
  const [first, last] = [Math.max(0, front - 1), Math.min(chunks.length, back + 1)];
  const own = ownCopy(text.slice(startOf(first), startOf(last) + moved));
  const read = dividedOf(readShell(own, undefined, dialect));
  const isClosed = last === back || read?.at(-1)?.text === chunks[back]?.text;
  if (read === undefined || !isClosed) return undefined;
  return [...chunks.slice(0, first), ...read, ...chunks.slice(last)];
}

/** The start of comment lines above a statement; undefined if it shares its line. */
function startAbove(text: string, statement: number, end: number): number | undefined {
  const from = Math.max(0, end - 1);
  let start = from + text.slice(from, statement).lastIndexOf('\n') + 1;
  const slash = text[start - 2] === '\r' ? start - 3 : start - 2;
  if (start === from || text[slash] === '\\') return undefined;
  // `#` may be in a here-document.
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

function linesIn({ text, nodes, origin }: Divided): Lines['parts'] {
  const cuts: number[] = [];
  for (const node of nodes) addCuts(cuts, node, text, origin);
  if (cuts.length === 0) return [{ text }];
  return [0, ...cuts].map((cut, index) => ({ text: text.slice(cut, cuts[index]) }));
}

function addCuts(cuts: number[], node: ShellNode, text: string, origin: number): void {
  for (const body of bodiesOf(node)) {
    for (const inner of body) {
      const line = lineAt(text, inner.at.start - origin);
      if (line > (cuts.at(-1) ?? 0)) cuts.push(line);
      addCuts(cuts, inner, text, origin);
    }
  }
}

function lineAt(text: string, command: number): number {
  let line = command;
  while (text[line - 1] === ' ' || text[line - 1] === '\t') line--;
  return text[line - 1] === '\n' ? line : 0;
}

/** Does not retain the sliced text. */
function ownCopy(text: string): string {
  return `${text} `.slice(0, -1);
}

/** Undefined if there is no room. */
function placed(
  parts: Lines['parts'],
  gone: readonly ChunkPart[],
  above: ChunkPart | undefined,
  below: ChunkPart | undefined,
): readonly ChunkPart[] | undefined {
  const { front, back } = sameEnds(parts, gone);
  const [kept, behind] = [gone.slice(0, front), gone.slice(gone.length - back)];
  const middle = parts.slice(front, parts.length - back).map(({ text }) => text);
  const replaced = gone.slice(front, gone.length - back);
  const places = placesBetween(middle, replaced, kept.at(-1) ?? above, behind[0] ?? below);
  const between = places?.map((start, index) => ({ text: middle[index] ?? '', start }));
  return between && [...kept, ...between, ...behind];
}

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
  // Typing within a part.
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
