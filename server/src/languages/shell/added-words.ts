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

/** Adds words after another; undefined if they would not join its list. */
export function addShellWords(
  { source }: EditPlace,
  after: Word,
  words: readonly Template[],
): Edit | undefined {
  const place = shellPlace(source, after);
  if (place === undefined || !isSpellable(place.encodings, 'shell')) return undefined;
  if (endsOutside(after, place)) return undefined;
  // A place inside the word has the word's quotes.
  const start = contains(after.at, place) ? after.at.start : place.start;
  if (isGlued(source, { ...place, start })) return undefined;
  const spelled = words.map((word) => spell(word, place.encodings, place.encodings));
  if (spelled.includes(undefined)) return undefined;
  const at = { start: place.end, end: place.end };
  return { at, text: spelled.map((word) => ` ${word}`).join('') };
}

/** After an array's element or a part of a split string; for `DISPLAY=:0`, its use. */
function shellPlace(source: string, { value, at }: Word): Writing | undefined {
  // Written in no one place, or a line in a list of lines.
  if (at.start === at.end && value.decoded !== '') return undefined;
  const last = value.pieces.at(-1);
  const writings = (last ? [last, ...last.through] : []).map(writingOf);
  const { defaultOf } = last ?? {};
  if (defaultOf && writings[0]?.end === at.end && !value.pieces.every(isPartOf(defaultOf))) {
    // Inside `${P:-55}` it would extend the default.
    return writingOf(defaultOf);
  }
  const inside = [...writings, ...(defaultOf ? [writingOf(defaultOf)] : [])].find(
    ({ end }) => end === at.end,
  );
  // By default, behind the word's own quotes.
  const outermost = writings.at(-1)?.encodings ?? SHELL.bare;
  const outside = replaceInnermost(outermost, SHELL.bare);
  const written: Writing = inside ?? { encodings: outside, start: at.start, end: at.end };
  if (written.encodings === SHELL['double-operand']) return undefined;
  if (written.encodings !== SHELL.bare || !isAssigned(source, at.start)) return written;
  // Another use of the variable may be in the midst of other words.
  const [use, further] = last?.through ?? [];
  if (use?.encodings !== SHELL.bare || further || isAssigned(source, use.at.start))
    return undefined;
  return /^[\s)]?$/.test(source.charAt(use.at.end)) ? writingOf(use) : undefined;
}

/** Whether a word leaves the quotes that it begins in: after a blank in `A="-S tcp:"$X` the assignment would end. */
function endsOutside({ value, at }: Word, { encodings }: Writing): boolean {
  const bare = innermost(SHELL.bare);
  const anchor = anchorOf(value);
  if (anchor === undefined || anchor.at.start !== at.start) return false;
  return innermost(anchor.from) !== bare && innermost(encodings) === bare;
}

function isPartOf({ at }: Use): (piece: Piece) => boolean {
  return ({ defaultOf }) => defaultOf !== undefined && sameSpan(defaultOf.at, at);
}

interface Writing {
  readonly encodings: Encodings;
  readonly start: number;
  readonly end: number;
}

function writingOf({ at, encodings }: Pick<Use, 'at' | 'encodings'>): Writing {
  return { encodings, ...at };
}

/** Whether a bare place touches quotes: in `-S" "-qmp` a blank would divide what a second reading divides. */
function isGlued(source: string, { encodings, start, end }: Writing): boolean {
  if (innermost(encodings) !== innermost(SHELL.bare)) return false;
  return ['"', "'", '\\ '].some((joint) => {
    const written = spellAround(joint, encodings);
    // A reader that is not known.
    if (!written) return false;
    return source.startsWith(written, end) || source.endsWith(written, start);
  });
}

const ASSIGNED = /^[A-Za-z_]\w*(?:\[[^\]]*\])?\+?=/;

function isAssigned(source: string, start: number): boolean {
  return source[start - 1] === '=';
}

/** Adds options before another; undefined without a gap between words. */
export function addShellOptions(
  { source }: EditPlace,
  before: readonly Word[],
  options: readonly NewOption[],
): Edit | undefined {
  const [word, value] = before;
  return editInFront(word, options, (first, texts) => writeShellWords(source, first, value, texts));
}

/** The gap between words: blanks and line endings, continued by one or two backslashes. */
const GAP = /(?<![ \t\r\n]|\\(?=\\))(?:[ \t\r\n]|\\+\r?\n)+$/;

function shellGapBefore(source: string, start: number): string | undefined {
  const gap = gapBefore(source, start, GAP);
  if (gap === undefined) return undefined;
  const before = source.slice(Math.max(0, start - 200), start);
  // The line of a template's tag goes, and with it the need for a continuation.
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
  // Each new option repeats the gap.
  const gap = shellGapBefore(source, start);
  // A list or string begins here, or no word does.
  if (gap === undefined && !/^["'(`]$/.test(source.charAt(start - 1))) return undefined;
  const between = value && source.slice(word.at.end, value.at.start);
  const inside = between !== undefined && GAP.exec(between)?.[0] === between ? between : ' ';
  const written: string[] = [];
  for (const [index, text] of texts.entries()) {
    // Outside of the option's own quotes, but inside those that it shares with other words.
    const outside = replaceInnermost(anchor.from, SHELL.bare);
    const encodings = anchor.at.start === start ? anchor.from : outside;
    if (isGlued(source, { encodings, ...word.at })) return undefined;
    const spelled = spell(plain(text), encodings, encodings);
    if (spelled === undefined) return undefined;
    written.push(spelled, index % 2 === 0 ? inside : (gap ?? inside));
  }
  return written.join('');
}

/** The text between a completed word and the next; undefined in quotes and outside lists. */
export function shellSeparators({ source, at, from, to }: WordPlace): Separators | undefined {
  // Unquoted for the last reader.
  if (![from, to].every((encodings) => innermost(encodings).id === 'bare')) return undefined;
  const gap = shellGapBefore(source, at.start);
  if (gap === undefined && source[at.start - 1] !== '(') return undefined;
  return { value: ' ', option: gap ?? ' ' };
}

/** The text between two words, by their quotes. */
const SHELL_GAPS: ReadonlyMap<Encoding, string> = new Map([
  [innermost(SHELL.bare), ' '],
  [innermost(SHELL.double), '" "'],
  [innermost(SHELL.single), "' '"],
]);

/** Splits a word at `[start, end)`; undefined if it is composed elsewhere, where a blank would not split it. */
export function splitShellWord(
  source: string,
  word: Word,
  start: number,
  end: number,
): Edit | undefined {
  const anchor = anchorWithin(word.value, start, end, word.at);
  if (anchor === undefined) return undefined;
  // `"$(echo '-mon x')"` joins echo's arguments again.
  const { pieces } = slice(word.value, start, end);
  if (pieces.some(({ through }) => through.some((use) => contains(use.at, anchor.at)))) {
    return undefined;
  }
  // An assignment, and perhaps a default, is split at its use.
  const written = source.slice(word.at.start, anchor.at.start);
  const beginsInside = innermost(anchor.from) === innermost(SHELL.bare) || /["']/.test(written);
  if (!beginsInside || isAssigned(source, word.at.start) || ASSIGNED.test(written))
    return undefined;
  if (pieces.some(({ defaultOf }) => defaultOf)) return undefined;
  const text = gapIn(anchor.from);
  return text === undefined ? undefined : { at: anchor.at, text };
}

/** The separator, encoded for the layers around the quotes. */
function gapIn({ layers, written }: Encodings): string | undefined {
  const gap = SHELL_GAPS.get(innermost({ layers, written }));
  // An expansion's value is split at its use.
  if (gap === undefined || (layers.length > 1 && written < layers.length)) return undefined;
  return spellAround(gap, { layers, written });
}

/** Text for the innermost shell, encoded for the layers around it. */
function spellAround(text: string, { layers, written }: Encodings): string | undefined {
  const [outermost, ...others] = layers.slice(0, -1);
  if (outermost === undefined) return text;
  const around: Encodings = { layers: [outermost, ...others], written: written - 1 };
  return spell(plain(text), around, around);
}
