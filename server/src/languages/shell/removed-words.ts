/** Removes options from commands, arrays and split strings. Why: docs/decisions/fix-edits.md */

import type { Word } from '../../invocation/invocation.ts';
import { bodiesOf } from '../../syntax/shell/inside.ts';
import type { ShellNode, ShellScript } from '../../syntax/shell/tree.ts';
import { isSpellable } from '../../syntax/spell.ts';
import type { Edit } from '../../text/edit.ts';
import { sameEncodings } from '../../text/encoding.ts';
import { LIMITS } from '../../text/limits.ts';
import type { Piece, Use } from '../../text/mapped-text.ts';
import { contains, cover, type Span, sameSpan, stretchesOf } from '../../text/span.ts';
import type { EditPlace, RemovedOption } from '../support.ts';
import { wholeLines } from '../whole-lines.ts';

/** Characters before the first word of a list, and after a word. */
const BEGINNING = /[("'`=+-]/;
const ENDING = /[)"'`;&|<>}]/;

/** `instead` replaces the first word. Undefined if a word is not visibly in a list. */
export function removeShellWords(
  place: EditPlace,
  options: readonly RemovedOption[],
  instead: readonly string[],
): readonly Edit[] | undefined {
  const { source } = place;
  const spans: Span[] = [];
  for (const { words } of options) {
    const listed = listedWords(source, words);
    if (listed === undefined || !words.every(canBeSpelled)) return undefined;
    spans.push(...listed.map(({ at }) => at));
  }
  const [first] = spans;
  if (first === undefined || !spans.every((at) => isWhole(source, at))) return undefined;
  const edits: Edit[] = [];
  for (const stretch of stretchesOf(spans, (start, end) => skipGap(source, start) >= end)) {
    if (instead.length > 0 && contains(stretch, first)) {
      edits.push({ at: stretch, text: instead.join(' ') });
    } else {
      const statement = emptiedStatement(source, stretch);
      const lines =
        statement && isRemovable(place, statement) ? wholeLines(source, statement) : undefined;
      edits.push({ at: lines ?? withGap(source, stretch), text: '' });
    }
  }
  return edits;
}

/** Whether the script stays valid without a statement. */
function isRemovable({ files, trees }: EditPlace, at: Span): boolean {
  const place = files.locate(at);
  const file = place && files.files.find(({ path }) => path === place.path);
  return (
    place !== undefined && file !== undefined && isRemovableStatement(trees.script(file), place.at)
  );
}

function canBeSpelled({ value: { pieces } }: Word): boolean {
  return pieces.every(({ encodings }) => isSpellable(encodings, 'shell'));
}

/** The `args+=(…)` that would become empty. */
function emptiedStatement(source: string, { start, end }: Span): Span | undefined {
  let before = start;
  while (/\s/.test(source[before - 1] ?? '')) before--;
  const behind = skipGap(source, end);
  const opening = /(?<!\w)\w+\+=\($/.exec(
    source.slice(Math.max(0, before - MAX_NAME), before),
  )?.[0];
  if (opening === undefined || source[behind] !== ')') return undefined;
  return { start: before - opening.length, end: behind + 1 };
}

const MAX_NAME = 80;

/** Whether a word stands alone and has no array index. */
function isWhole(source: string, { start, end }: Span): boolean {
  const before = source[start - 1] ?? '\n';
  const behind = source[end] ?? '\n';
  const begins = /\s/.test(before) || BEGINNING.test(before);
  const ends = /\s/.test(behind) || ENDING.test(behind) || isContinued(source, end);
  const endsString = /^\\+["'`]/.test(source.slice(end, end + MAX_NAME));
  return (
    begins && (ends || endsString) && !/\]\+?=$/.test(source.slice(Math.max(0, start - 3), start))
  );
}

function afterContinuation(source: string, at: number): number {
  const match = /^\\+\r?\n/.exec(source.slice(at, at + LIMITS.several));
  return match ? at + match[0].length : at;
}

/** Whether a continuation at a place ends a word. */
function isContinued(source: string, at: number): boolean {
  return afterContinuation(source, at) > at;
}

function skipGap(source: string, from: number): number {
  let end = from;
  for (;;) {
    const letter = source[end];
    const next =
      letter !== undefined && /\s/.test(letter) ? end + 1 : afterContinuation(source, end);
    if (next === end) return end;
    end = next;
  }
}

/** The start of blanks and continuations before a place, without plain line endings. */
function gapStart(source: string, from: number): number {
  let start = from;
  for (;;) {
    const before = source.slice(Math.max(0, start - LIMITS.several), start);
    // In a string several backslashes are one; without a blank they may belong to a word.
    const continued = /(?:(?<=\s)\\+|(?<!\\)\\)\r?\n$/.exec(before)?.[0];
    if (continued !== undefined) start -= continued.length;
    else if (/[ \t]$/.test(before)) start--;
    else return start;
  }
}

/** Words with the blanks and continuation before them; their lines if alone; at the start, the gap after. */
function withGap(source: string, { start, end }: Span): Span {
  const before = gapStart(source, start);
  const onNewLine = before === 0 || source[before - 1] === '\n';
  let behind = end;
  while (/[ \t]/.test(source[behind] ?? '')) behind++;
  if (onNewLine) {
    const ending = /^\r?\n/.exec(source.slice(behind, behind + 2))?.[0];
    if (ending !== undefined) return { start: before, end: behind + ending.length };
    // A comment or word keeps its indentation, a closing bracket its line.
    return { start, end: behind };
  }
  if (before < start) return { start: before, end };
  // The next word takes its place.
  return { start, end: isContinued(source, behind) ? skipGap(source, behind) : behind };
}

/** A word at one of the places that it comes through. */
interface ListedWord {
  /** With quotes. */
  readonly at: Span;
  /** Expansions that bring the list to QEMU, nearest first. */
  readonly uses: readonly Use[];
}

/** The places of an option's words in one list. Undefined if a word has text from several places. */
function listedWords(source: string, words: readonly Word[]): readonly ListedWord[] | undefined {
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

/** Quotes between parts of a word, perhaps escaped for an outer shell. */
const BETWEEN_PARTS = /^(?:[\\"'$]|\\\r?\n)*$/;

function listedWord(source: string, { value: { pieces }, at, many }: Word): ListedWord | undefined {
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
  // An indexed element, `a[1]=-qmp`, is a statement.
  const edges = [source.slice(at.start, start.at.start), source.slice(end.at.end, at.end)];
  if (!edges.every((edge) => BETWEEN_PARTS.test(edge))) return undefined;
  // Different quotes at both ends cannot be removed alone.
  const isPart = sameSpan(cover(start.at, end.at), at);
  return isPart && !sameEncodings(start.encodings, end.encodings) ? undefined : { at, uses };
}

/** The place of a part at a depth; for the default in `tcp:${H:-::1}:1` the whole expansion. */
function placeOf(
  { through, at, encodings, defaultOf }: Piece,
  depth: number,
  word: Span,
): Pick<Use, 'at' | 'encodings'> {
  const place = through[depth] ?? { at, encodings };
  const isInside = defaultOf && contains(word, defaultOf.at) && contains(defaultOf.at, place.at);
  return isInside ? defaultOf : place;
}

/** How many uses all words share, nearest first. */
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

/** Text around a variable's only value: `MON=` and quotes. */
const BEFORE_VALUE = /^(?:\w+=)?["']?$/;
const BEHIND_VALUE = /^["']?$/;

/** A word at its expansion, if that gives nothing else. */
function raise(
  source: string,
  { value: { pieces } }: Word,
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

/** Not in `if` or `&&`: the last of several assignments sets the status, and a body must not become empty. */
function isRemovableStatement({ nodes }: ShellScript, at: Span): boolean {
  const pending: (readonly ShellNode[])[] = [nodes];
  for (let list = pending.pop(); list !== undefined; list = pending.pop()) {
    for (const [index, node] of list.entries()) {
      if (!contains(node.at, at)) continue;
      if (isAssignment(node) && sameSpan(node.at, at)) return index < list.length - 1;
      if (node.kind !== 'pipeline' && node.kind !== 'and-or') pending.push(...bodiesOf(node));
    }
  }
  return false;
}

function isAssignment(node: ShellNode): boolean {
  if (node.kind !== 'command' || node.words.length > 0) return false;
  return node.assignments.length === 1 && node.redirections.length === 0;
}
