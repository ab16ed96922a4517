/** The words of a text as the functions of make have them: what stands between blanks. */
import { UNKNOWN_ENCODING } from '../../text/encoding.ts';
import {
  concat,
  inBranch,
  isKnown,
  type MappedText,
  mappedText,
  slice,
  UNKNOWN,
} from '../../text/mapped-text.ts';
import { blankBefore, branchAround, isOpen } from './values.ts';

/** The words of a text. One that is unknown as a whole may be any number of words. */
export function wordsOf(text: MappedText): readonly MappedText[] {
  return [...text.decoded.matchAll(/[^ \t\n\r]+/g)].map(({ 0: own, index }) => {
    return slice(text, index, index + own.length);
  });
}

const BLANKS = ' \t\n\r';

/** The first word of a text, or the last one; undefined where it has none. The others are not looked at. */
export function wordAt(text: MappedText, place: 'first' | 'last'): MappedText | undefined {
  const { decoded } = text;
  const step = place === 'first' ? 1 : -1;
  let at = place === 'first' ? 0 : decoded.length - 1;
  const isBlank = () => BLANKS.includes(decoded.charAt(at));
  while (at >= 0 && at < decoded.length && isBlank()) at += step;
  const from = at;
  while (at >= 0 && at < decoded.length && !isBlank()) at += step;
  if (at === from) return undefined;
  return step === 1 ? slice(text, from, at) : slice(text, at + 1, from + 1);
}

/** How many words a list may have of which each is looked at; no command line of a QEMU has more. */
const MAX_WORDS = 300;

/** Whether a text has more words than anybody looks at one by one. */
export function isLong({ decoded }: MappedText): boolean {
  let gaps = 0;
  for (const _ of decoded.matchAll(/\s+/g)) if (++gaps > MAX_WORDS) return true;
  return false;
}

/** Words with a blank between them. Beside those that may be missing there is none then. */
export function joined(words: readonly MappedText[], place: MappedText): MappedText {
  if (words.length === 0) return mappedText([], place.place);
  let isCertain = false;
  return concat(
    words.flatMap((word, index) => {
      const isOptional = !isCertain || isOpen(word);
      isCertain ||= !isOpen(word);
      if (index === 0) return [word];
      return [blankBefore(word, isOptional ? {} : undefined), word];
    }),
  );
}

/** Whether all of a text is known, and no part of it may be missing while others are there. */
export function isSure(text: MappedText): boolean {
  const branch = branchAround(text);
  return isKnown(text) && text.pieces.every((piece) => piece.branch === branch);
}

/** A pattern of make: what stands in front of its `%` and behind; `end` is undefined where it has none. */
export interface Pattern {
  readonly start: string;
  readonly end: string | undefined;
}

/** Takes a pattern apart at its first `%`. */
export function patternOf(text: string): Pattern {
  const percent = /(?<!\\)%/.exec(text)?.index;
  if (percent === undefined) return { start: text.replaceAll('\\%', '%'), end: undefined };
  return { start: text.slice(0, percent).replaceAll('\\%', '%'), end: text.slice(percent + 1) };
}

/** Where the stem of a word is that a pattern matches; undefined where it does not. */
export function stemIn(
  word: string,
  { start, end }: Pattern,
): readonly [number, number] | undefined {
  if (end === undefined) return word === start ? [0, 0] : undefined;
  const isMatch =
    word.length >= start.length + end.length && word.startsWith(start) && word.endsWith(end);
  return isMatch ? [start.length, word.length - end.length] : undefined;
}

/** A word with what a pattern matches replaced; undefined where nobody knows whether it does. */
export function replaced(
  word: MappedText,
  pattern: MappedText,
  replacement: MappedText,
): MappedText | undefined {
  if (!isKnown(pattern)) return undefined;
  const from = patternOf(pattern.decoded);
  const isAny = from.start === '' && from.end === '';
  if (isAny ? isOpen(word) : !isKnown(word)) return undefined;
  const stem = stemIn(word.decoded, from);
  if (stem === undefined) return word;
  const percent = replacement.decoded.search(/(?<!\\)%/);
  if (percent === -1 || from.end === undefined) return inPlaceOf(word, replacement);
  return concat([
    inPlaceOf(word, slice(replacement, 0, percent)),
    slice(word, stem[0], stem[1]),
    inPlaceOf(word, slice(replacement, percent + 1)),
  ]);
}

/** Words that some patterns match, or match not; what nobody knows may be left out. Undefined for patterns that are not known. */
export function filtered(
  patterns: MappedText,
  text: MappedText,
  wanted: boolean,
): MappedText | undefined {
  if (!isSure(patterns)) return undefined;
  const all = wordsOf(patterns).map((pattern) => patternOf(pattern.decoded));
  const kept = wordsOf(text).flatMap((word) => {
    if (!isKnown(word)) {
      if (!all.some((pattern) => mayMatch(word.decoded, pattern))) return wanted ? [] : [word];
      return [inBranch(word, {})];
    }
    const stem = all
      .map((pattern) => stemIn(word.decoded, pattern))
      .find((one) => one !== undefined);
    if (stem === undefined) return wanted ? [] : [word];
    return wanted ? [matched(word, stem)] : [];
  });
  return joined(kept, text);
}

/** Whether the beginning of a word that is known is that of a pattern. */
function mayMatch(word: string, { start }: Pattern): boolean {
  const [known = ''] = word.split(UNKNOWN, 1);
  return known.startsWith(start) || start.startsWith(known);
}

/** A word that a pattern matches, of which nothing but the stem may become something else. */
function matched(word: MappedText, [start, end]: readonly [number, number]): MappedText {
  const fixed = (from: number, to: number): MappedText => {
    const part = slice(word, from, to);
    return part.decoded === '' ? part : calculated(part.decoded, part);
  };
  return concat([fixed(0, start), slice(word, start, end), fixed(end, word.decoded.length)]);
}

/** A text that is written nowhere, in the place of another. */
export function calculated(text: string, { pieces, place }: MappedText): MappedText {
  const { at, through, definition, branch } = pieces[0] ?? { at: place, through: [] };
  const base = { at, encodings: UNKNOWN_ENCODING, through, definition, branch };
  return mappedText([{ kind: 'known', text, verbatim: false, ...base }], place);
}

/** What comes in the place of a text may be missing where that may. */
export function inPlaceOf({ pieces }: MappedText, text: MappedText): MappedText {
  const branch = pieces.find((piece) => piece.branch)?.branch;
  return branch ? inBranch(text, branch) : text;
}

/** The absolute path that a text stands for; undefined where it is none, or not known. */
export function pathIn({ pieces }: MappedText): string | undefined {
  const [first, ...others] = pieces;
  if (first?.kind !== 'unknown' || first.path === undefined) return undefined;
  let path = first.path;
  for (const piece of others) {
    if (piece.kind === 'unknown') return undefined;
    path += piece.text;
  }
  return path;
}

/** The path that a text names, be it known or the place of a file. */
export function fileNamed(text: MappedText): string | undefined {
  if (text.pieces.every(({ kind }) => kind === 'known')) return text.decoded;
  return pathIn(text);
}
