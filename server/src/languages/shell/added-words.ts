/**
 * Writes further words of a command line: ` -monitor none` behind one that is there, options in front of one as they
 * would stand beside it (on lines of their own where it has one), and two words in the place of one.
 */

import type { Word } from '../../invocation/invocation.ts';
import type { NewOption } from '../../qemu/change/change.ts';
import { SHELL } from '../../syntax/shell/encodings.ts';
import { isSpellable, plain, spell, type Template } from '../../syntax/spell.ts';
import type { Edit } from '../../text/edit.ts';
import { anchorOf, anchorWithin } from '../../text/edit-anchor.ts';
import { type Encoding, type Encodings, innermost, replaceInnermost } from '../../text/encoding.ts';
import { type Piece, slice, type Use } from '../../text/mapped-text.ts';
import { contains, sameSpan } from '../../text/span.ts';
import { gapBefore } from '../divided-words.ts';
import { editInFront } from '../placeholders.ts';
import type { EditPlace, Separators, WordPlace } from '../support.ts';

/** The edit that writes words behind one; undefined where they would be none of the same list. */
export function addShellWords(
  { source }: EditPlace,
  after: Word,
  words: readonly Template[],
): Edit | undefined {
  const place = shellPlace(source, after);
  if (place === undefined || !isSpellable(place.encodings, 'shell')) return undefined;
  if (endsOutside(after, place)) return undefined;
  // Quotes in the middle of a word are its own.
  const start = contains(after.at, place) ? after.at.start : place.start;
  if (isGlued(source, { ...place, start })) return undefined;
  const spelled = words.map((word) => spell(word, place.encodings, place.encodings));
  if (spelled.includes(undefined)) return undefined;
  const at = { start: place.end, end: place.end };
  return { at, text: spelled.map((word) => ` ${word}`).join('') };
}

/**
 * Behind the word where it is written, be that an element of an array or a part of a string that the
 * shell divides at blanks. `DISPLAY=:0` has no room for a second word, so there the use must have it.
 */
function shellPlace(source: string, { value, at }: Word): Writing | undefined {
  // It stands nowhere as a whole, or is a line of a list of lines, each of which is one word.
  if (at.start === at.end && value.decoded !== '') return undefined;
  const last = value.pieces.at(-1);
  const writings = (last ? [last, ...last.through] : []).map(writingOf);
  const { defaultOf } = last ?? {};
  if (defaultOf && writings[0]?.end === at.end && !value.pieces.every(isPartOf(defaultOf))) {
    // Inside of `${P:-55}` it would be part of the default, and the word began before.
    return writingOf(defaultOf);
  }
  const inside = [...writings, ...(defaultOf ? [writingOf(defaultOf)] : [])].find(
    ({ end }) => end === at.end,
  );
  // Quotes around the word end it, and what follows stands outside of them.
  const outermost = writings.at(-1)?.encodings ?? SHELL.bare;
  const outside = replaceInnermost(outermost, SHELL.bare);
  const written: Writing = inside ?? { encodings: outside, start: at.start, end: at.end };
  if (written.encodings === SHELL['double-operand']) return undefined;
  if (written.encodings !== SHELL.bare || !isAssigned(source, at.start)) return written;
  // A use further away may give other words behind this one.
  const [use, further] = last?.through ?? [];
  if (use?.encodings !== SHELL.bare || further || isAssigned(source, use.at.start))
    return undefined;
  return /^[\s)]?$/.test(source.charAt(use.at.end)) ? writingOf(use) : undefined;
}

/** Whether a word begins inside of quotes that end before it does, as in `A="-S tcp:"$X`: a blank behind it would end all of it. */
function endsOutside({ value, at }: Word, { encodings }: Writing): boolean {
  const bare = innermost(SHELL.bare);
  const anchor = anchorOf(value);
  if (anchor === undefined || anchor.at.start !== at.start) return false;
  return innermost(anchor.from) !== bare && innermost(encodings) === bare;
}

function isPartOf({ at }: Use): (piece: Piece) => boolean {
  return ({ defaultOf }) => defaultOf !== undefined && sameSpan(defaultOf.at, at);
}

/** A stretch of source, and how text is written at its end. */
interface Writing {
  readonly encodings: Encodings;
  readonly start: number;
  readonly end: number;
}

function writingOf({ at, encodings }: Pick<Use, 'at' | 'encodings'>): Writing {
  return { encodings, ...at };
}

/**
 * Whether a bare place has quotes of its own shell beside it: of `-S" "-qmp` each half is a word only for somebody who
 * divides it once more, and a bare blank would divide it here.
 */
function isGlued(source: string, { encodings, start, end }: Writing): boolean {
  if (innermost(encodings) !== innermost(SHELL.bare)) return false;
  return ['"', "'", '\\ '].some((joint) => {
    const written = spellAround(joint, encodings);
    // What somebody unknown reads may hold none.
    if (!written) return false;
    return source.startsWith(written, end) || source.endsWith(written, start);
  });
}

/** How an element begins that is assigned by itself: the `args[1]=` of `args[1]="-monitor stdio"`. */
const ASSIGNED = /^[A-Za-z_]\w*(?:\[[^\]]*\])?\+?=/;

function isAssigned(source: string, start: number): boolean {
  return source[start - 1] === '=';
}

/** The edit that writes options in front of one; undefined where there is no room between two words. */
export function addShellOptions(
  { source }: EditPlace,
  before: readonly Word[],
  options: readonly NewOption[],
): Edit | undefined {
  const [word, value] = before;
  return editInFront(word, options, (first, texts) => writeShellWords(source, first, value, texts));
}

/** What separates two words of a script: blanks, and line endings, which may have a backslash in front: two in some hosts. */
const GAP = /(?<![ \t\r\n]|\\(?=\\))(?:[ \t\r\n]|\\+\r?\n)+$/;

/** What separates a word from the one before it; undefined where nothing does. */
function shellGapBefore(source: string, start: number): string | undefined {
  const gap = gapBefore(source, start, GAP);
  if (gap === undefined) return undefined;
  const before = source.slice(Math.max(0, start - 200), start);
  // A line that a template engine takes away continues its command without a backslash.
  const isTag = /[%#}]\}[ \t]*\r?\n[ \t]*$/.test(before);
  return isTag ? ` \\${gap.replace(/^[ \t]+/, '')}` : gap;
}

function writeShellWords(
  source: string,
  word: Word,
  value: Word | undefined,
  texts: readonly string[],
): string | undefined {
  const { start } = word.at;
  const anchor = anchorOf(word.value);
  if (anchor === undefined || !isSpellable(anchor.from, 'shell')) return undefined;
  // What separates the option from the word before it separates further ones as well.
  const gap = shellGapBefore(source, start);
  // A list or a string begins here. Behind anything else there would be no end of a word.
  if (gap === undefined && !/^["'(`]$/.test(source.charAt(start - 1))) return undefined;
  const between = value && source.slice(word.at.end, value.at.start);
  const inside = between !== undefined && GAP.exec(between)?.[0] === between ? between : ' ';
  const written: string[] = [];
  for (const [index, text] of texts.entries()) {
    // Outside of whatever quotes the option has, inside of those that it stands in with others.
    const outside = replaceInnermost(anchor.from, SHELL.bare);
    const encodings = anchor.at.start === start ? anchor.from : outside;
    if (isGlued(source, { encodings, ...word.at })) return undefined;
    const spelled = spell(plain(text), encodings, encodings);
    if (spelled === undefined) return undefined;
    written.push(spelled, index % 2 === 0 ? inside : (gap ?? inside));
  }
  return written.join('');
}

/** What separates further words from one that is completed; undefined inside of quotes, and where it is none of a list. */
export function shellSeparators({ source, at, from, to }: WordPlace): Separators | undefined {
  // Outside of all quotes for whoever reads it last.
  if (![from, to].every((encodings) => innermost(encodings).id === 'bare')) return undefined;
  const gap = shellGapBefore(source, at.start);
  if (gap === undefined && source[at.start - 1] !== '(') return undefined;
  return { value: ' ', option: gap ?? ' ' };
}

/** What ends one shell word and begins the next, by the quotes that both stand in. */
const SHELL_GAPS: ReadonlyMap<Encoding, string> = new Map([
  [innermost(SHELL.bare), ' '],
  [innermost(SHELL.double), '" "'],
  [innermost(SHELL.single), "' '"],
]);

/**
 * The edit that splits a word where `[start, end)` of its text stands; undefined where the word is put
 * together elsewhere, so that a blank there would not divide it.
 */
export function splitShellWord(
  source: string,
  word: Word,
  start: number,
  end: number,
): Edit | undefined {
  const anchor = anchorWithin(word.value, start, end, word.at);
  if (anchor === undefined) return undefined;
  // Two arguments of `echo` in `"$(echo '-mon x')"` are one again in what it prints.
  const { pieces } = slice(word.value, start, end);
  if (pieces.some(({ through }) => through.some((use) => contains(use.at, anchor.at)))) {
    return undefined;
  }
  // What is assigned is divided where it is used, and what a default has perhaps, too.
  const written = source.slice(word.at.start, anchor.at.start);
  const beginsInside = innermost(anchor.from) === innermost(SHELL.bare) || /["']/.test(written);
  if (!beginsInside || isAssigned(source, word.at.start) || ASSIGNED.test(written))
    return undefined;
  if (pieces.some(({ defaultOf }) => defaultOf)) return undefined;
  const text = gapIn(anchor.from);
  return text === undefined ? undefined : { at: anchor.at, text };
}

/** What divides words as it is written in all layers around the quotes. */
function gapIn({ layers, written }: Encodings): string | undefined {
  const gap = SHELL_GAPS.get(innermost({ layers, written }));
  // What an expansion gives is divided where that stands, and not here.
  if (gap === undefined || (layers.length > 1 && written < layers.length)) return undefined;
  return spellAround(gap, { layers, written });
}

/** What the innermost shell is to read at a place, as it is written in all layers around. */
function spellAround(text: string, { layers, written }: Encodings): string | undefined {
  const [outermost, ...others] = layers.slice(0, -1);
  if (outermost === undefined) return text;
  const around: Encodings = { layers: [outermost, ...others], written: written - 1 };
  return spell(plain(text), around, around);
}
