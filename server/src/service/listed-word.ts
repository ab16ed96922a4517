/**
 * The place where a word of a command line is one of a list: of a command's words, of an array's elements,
 * of the parts of a string that the shell divides at blanks. There it can be taken out, and nothing else
 * changes.
 */
import type { Word } from '../invocation/invocation.ts';
import type { Piece, Use } from '../text/mapped-text.ts';
import { contains, cover, type Span, sameSpan } from '../text/span.ts';

/** A word at one of the places that it comes through. */
export interface ListedWord {
  /** All of it there, with its quotes. */
  readonly at: Span;
  /** The expansions that bring the list to QEMU, the nearest to QEMU first. */
  readonly uses: readonly Use[];
}

/**
 * The places of an option's words in one list, such as those of `-monitor` and `$ADDRESS` in a command
 * whose `ADDRESS=tcp::1` stands elsewhere. Undefined where a word is put together out of several places, may
 * be several words, or where there is no such list.
 */
export function listedWords(
  source: string,
  words: readonly Word[],
): readonly ListedWord[] | undefined {
  const listed: ListedWord[] = [];
  for (const word of words) {
    const found = listedWord(source, word);
    if (found === undefined) return undefined;
    listed.push(found);
  }
  const depth = sharedUses(listed);
  const raised: ListedWord[] = [];
  for (const [index, word] of words.entries()) {
    const found = listed[index];
    const at = found && raise(source, word, found, depth);
    if (at === undefined) return undefined;
    raised.push({ at, uses: found?.uses.slice(0, depth) ?? [] });
  }
  return raised;
}

/** What stands around the parts of one word: quotes, which an outer shell may have wanted escaped. */
const BETWEEN_PARTS = /^(?:[\\"'$]|\\\r?\n)*$/;

function listedWord(source: string, { text: { pieces }, at, many }: Word): ListedWord | undefined {
  const [first] = pieces;
  const last = pieces.at(-1);
  if (many || first === undefined || last === undefined) return undefined;
  const inside = first.through.findIndex((use) => contains(at, use.at));
  const depth = inside === -1 ? first.through.length : inside;
  const uses = first.through.slice(0, depth);
  const isHere = (piece: Piece) => {
    const here = placeOf(piece, depth, at);
    const alike = uses.every((use, index) => {
      const other = piece.through[index];
      return other !== undefined && sameSpan(use.at, other.at);
    });
    return alike && contains(at, here.at);
  };
  if (!pieces.every(isHere)) return undefined;
  const follows = (piece: Piece, index: number) => {
    const before = pieces[index - 1];
    if (before === undefined) return true;
    const [one, other] = [placeOf(before, depth, at).at, placeOf(piece, depth, at).at];
    return sameSpan(one, other) || BETWEEN_PARTS.test(source.slice(one.end, other.start));
  };
  if (!pieces.every(follows)) return undefined;
  const [start, end] = [placeOf(first, depth, at), placeOf(last, depth, at)];
  // An element with its index, `a[1]=-qmp`, is a statement.
  const edges = [source.slice(at.start, start.at.start), source.slice(end.at.end, at.end)];
  if (!edges.every((edge) => BETWEEN_PARTS.test(edge))) return undefined;
  // A part of a string that begins inside other quotes than it ends cannot be taken out as it stands.
  const isPart = sameSpan(cover(start.at, end.at), at);
  return isPart && start.context !== end.context ? undefined : { at, uses };
}

/** Where a part of a word is written at a depth: for the default in `tcp:${H:-::1}:1` the whole expansion. */
function placeOf(
  { through, at, context, defaultOf }: Piece,
  depth: number,
  word: Span,
): Pick<Use, 'at' | 'context'> {
  const place = through[depth] ?? { at, context };
  const isInside = defaultOf && contains(word, defaultOf.at) && contains(defaultOf.at, place.at);
  return isInside ? defaultOf : place;
}

/** How many uses all of the words have in common, the nearest to QEMU first. */
function sharedUses(listed: readonly ListedWord[]): number {
  const [first, ...others] = listed;
  if (first === undefined) return 0;
  const shared = first.uses.findIndex((use, index) => {
    return others.some(({ uses }) => {
      const other = uses[index];
      return other === undefined || !sameSpan(other.at, use.at);
    });
  });
  return shared === -1 ? first.uses.length : shared;
}

/** What may stand around the only value of a variable: `MON=` and quotes. */
const BEFORE_VALUE = /^(?:\w+=)?["']?$/;
const BEHIND_VALUE = /^["']?$/;

/** A word at the expansion that brings it, provided that this brings nothing else. */
function raise(
  source: string,
  { text: { pieces } }: Word,
  { at, uses }: ListedWord,
  depth: number,
): Span | undefined {
  const use = uses[depth];
  if (use === undefined) return at;
  const definition = pieces[0]?.definition;
  if (definition === undefined || uses.length > depth + 1) return undefined;
  const before = source.slice(definition.start, at.start);
  const behind = source.slice(at.end, definition.end);
  return BEFORE_VALUE.test(before) && BEHIND_VALUE.test(behind) ? use.at : undefined;
}
