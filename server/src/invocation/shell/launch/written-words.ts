import { SHELL } from '../../../syntax/shell/encodings.ts';
import type { Placement } from '../../../syntax/shell/placement.ts';
import type { SimpleCommand } from '../../../syntax/shell/tree.ts';
import { AT_USE, anchorAt, anchorOf } from '../../../text/edit-anchor.ts';
import { type Encodings, readAgain } from '../../../text/encoding.ts';
import { type MappedText, slice } from '../../../text/mapped-text.ts';
import { contains, cover, type Span } from '../../../text/span.ts';
import type { ClientEdit, ClientWord } from '../../client.ts';
import type { Word } from '../../invocation.ts';

/** With the encodings at its ends. */
interface WrittenPlace {
  readonly at: Span;
  readonly from: Encodings;
  readonly to: Encodings;
}

/** Where a command's words are. */
export interface WrittenCommand {
  /** The written word of an expanded one; undefined if the expansion gives more words. */
  readonly indexOf: (word: Word) => number | undefined;
  readonly placeOf: (word: Word | undefined) => WrittenPlace | undefined;
  readonly words: readonly (WrittenPlace | undefined)[];
}

/** Finds the places of a command's words; `expanded` are all that it runs. */
export function writtenCommand(
  command: SimpleCommand,
  expanded: readonly Word[],
  placement: Placement,
): WrittenCommand {
  const place = placesIn(command.at, placement);
  const words = command.words.map(({ at }) => place(at));
  const placed = words.flatMap((written, index) => (written ? [{ at: written.at, index }] : []));
  const indexes = new Map<Word, number>();
  const counts = new Map<number, number>();
  for (const word of expanded) {
    const at = writtenAt(word.value);
    const { at: around, index } = placed[lastBefore(placed, at.start)] ?? {
      at: undefined,
      index: 0,
    };
    if (around === undefined || !contains(around, at)) continue;
    indexes.set(word, index);
    counts.set(index, (counts.get(index) ?? 0) + 1);
  }
  const indexOf = (word: Word): number | undefined => {
    const index = indexes.get(word);
    return index !== undefined && counts.get(index) === 1 ? index : undefined;
  };
  return { words, indexOf, placeOf: (word) => (word ? words[indexOf(word) ?? -1] : undefined) };
}

function lastBefore(placed: readonly { readonly at: Span }[], offset: number): number {
  let low = -1;
  let high = placed.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((placed[middle]?.at.start ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

function placesIn(
  command: Span,
  { host, span }: Placement,
): (at: Span) => WrittenPlace | undefined {
  if (host === undefined) return (at) => ({ at: span(at), from: SHELL.bare, to: SHELL.bare });
  // A concatenated string is edited where its parts meet.
  const whole = anchorOf(host, command.start, command.end);
  if (whole === undefined) return () => undefined;
  return ({ start, end }) => {
    const anchor = anchorAt(host, start, end, whole.level);
    if (anchor === undefined) return undefined;
    const { at, from, to } = anchor;
    return { at, from: readAgain(from, SHELL.bare), to: readAgain(to, SHELL.bare) };
  };
}

function writtenAt({ pieces, place }: MappedText): Span {
  const [first] = pieces;
  const last = pieces.at(-1);
  if (first === undefined || last === undefined) return place;
  return cover(first.through[0]?.at ?? first.at, last.through[0]?.at ?? last.at);
}

/** Replaces words; undefined if `to` is before `from`. */
export function replaceWords(
  from: WrittenPlace | undefined,
  to: WrittenPlace | undefined,
  words: readonly ClientWord[],
): ClientEdit | undefined {
  if (from === undefined || to === undefined || from.at.start > to.at.start) return undefined;
  return { at: { start: from.at.start, end: to.at.end }, from: from.from, to: to.to, words };
}

/** Removes a word and the blank before it. */
export function removeWord(written: WrittenCommand, index: number): ClientEdit | undefined {
  const before = written.words[index - 1];
  const own = written.words[index];
  if (before === undefined || own === undefined) return undefined;
  return { at: { start: before.at.end, end: own.at.end }, from: before.to, to: own.to, words: [] };
}

/** Replaces the characters `[start, end)` inside the word's quotes. */
export function replaceInWord(
  written: WrittenCommand,
  word: Word,
  start: number,
  end: number,
  words: readonly ClientWord[],
): ClientEdit | undefined {
  const own = written.placeOf(word);
  const anchor = anchorAt(word.value, start, end, AT_USE);
  if (own === undefined || anchor === undefined || !contains(own.at, anchor.at)) return undefined;
  // Part of an expansion cannot be replaced.
  const whole = slice(word.value, start, end);
  if (whole.decoded === '') return undefined;
  return { at: anchor.at, from: anchor.from, to: anchor.to, words };
}
