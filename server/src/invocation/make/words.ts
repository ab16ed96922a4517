import { UNKNOWN_ENCODING } from '../../text/encoding.ts';
import { LIMITS } from '../../text/limits.ts';
import {
  concat,
  generated,
  inBranch,
  isKnown,
  type MappedText,
  mappedText,
  slice,
  UNKNOWN,
} from '../../text/mapped-text.ts';
import {
  branchAround,
  inBranchOf,
  pathOf,
  wordsOf as wordsBetween,
} from '../../text/operations.ts';
import { blankBefore, isOpen } from './values.ts';

/** An unknown word may be several. */
export function wordsOf(text: MappedText): readonly MappedText[] {
  return wordsBetween(text, /[ \t\n\r]+/g);
}

/** Whether there are too many words to process. */
export function isLong({ decoded }: MappedText): boolean {
  return (
    decoded.length > LIMITS.group &&
    decoded.split(/\s+/, LIMITS.group + 2).length > LIMITS.group + 1
  );
}

/** Joins words with blanks; optional words have optional blanks. */
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

/** Whether a text is known and whole in all runs. */
export function isSure(text: MappedText): boolean {
  const branch = branchAround(text);
  return isKnown(text) && text.pieces.every((piece) => piece.branch === branch);
}

/** A pattern split at `%`; `end` is undefined without one. */
export interface Pattern {
  readonly start: string;
  readonly end: string | undefined;
}

/** Splits at the first `%`. */
export function patternOf(text: string): Pattern {
  const percent = /(?<!\\)%/.exec(text)?.index;
  if (percent === undefined) return { start: text.replaceAll('\\%', '%'), end: undefined };
  return { start: text.slice(0, percent).replaceAll('\\%', '%'), end: text.slice(percent + 1) };
}

/** The stem's range; undefined if not matched. */
export function stemIn(
  word: string,
  { start, end }: Pattern,
): readonly [number, number] | undefined {
  if (end === undefined) return word === start ? [0, 0] : undefined;
  const isMatch =
    word.length >= start.length + end.length && word.startsWith(start) && word.endsWith(end);
  return isMatch ? [start.length, word.length - end.length] : undefined;
}

/** Replaces a pattern in a word; undefined if unknown. */
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
  if (percent === -1 || from.end === undefined) return inBranchOf(word, replacement);
  return concat([
    inBranchOf(word, slice(replacement, 0, percent)),
    slice(word, stem[0], stem[1]),
    inBranchOf(word, slice(replacement, percent + 1)),
  ]);
}

/** `filter` and `filter-out`; unknown words become optional. Undefined for unknown patterns. */
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
    const isMatch = all.some((pattern) => stemIn(word.decoded, pattern));
    return isMatch === wanted ? [word] : [];
  });
  return joined(kept, text);
}

function mayMatch(word: string, { start }: Pattern): boolean {
  const [known = ''] = word.split(UNKNOWN, 1);
  return known.startsWith(start) || start.startsWith(known);
}

/** Generated text at another's place. */
export function calculated(text: string, { pieces, place }: MappedText): MappedText {
  return generated(text, { ...(pieces[0] ?? { at: place }), encodings: UNKNOWN_ENCODING });
}

/** The path of a text that depends on the file's location. */
export function pathIn(text: MappedText): string | undefined {
  return isKnown(text) ? undefined : pathOf(text);
}
